// Shortcuts by the key's position, so that any layout and input method works.

/** Whether an input method is composing: nothing it does may reach a tool. */
export const composing = (e) => e.isComposing === true || e.keyCode === 229 || e.key === "Process";

/** A key with its modifiers, e.g. "Ctrl+KeyZ", "Shift+ArrowLeft"; null while composing. */
export function chord(e) {
  if (composing(e)) return null;
  const parts = [];
  if (e.ctrlKey || e.metaKey) parts.push("Ctrl");
  if (e.altKey) parts.push("Alt");
  if (e.shiftKey) parts.push("Shift");
  parts.push(e.code === "NumpadEnter" ? "Enter" : e.code || e.key);
  return parts.join("+");
}

export const TOOL_KEYS = {
  KeyV: "select", KeyH: "pan", KeyW: "wall", KeyD: "door", KeyN: "window", KeyC: "column", KeyS: "stair",
  KeyZ: "zone", KeyI: "item", KeyL: "lamp", KeyM: "tape", KeyT: "trace",
};
export const COMMANDS = {
  "Ctrl+KeyZ": "undo", "Ctrl+Shift+KeyZ": "redo", "Ctrl+KeyY": "redo", "Ctrl+KeyD": "copy", "Ctrl+KeyA": "all",
  Delete: "delete", Backspace: "delete", KeyG: "snap", Digit0: "fit", Numpad0: "fit", Equal: "closer", "Shift+Equal": "closer",
  NumpadAdd: "closer", Minus: "further", NumpadSubtract: "further", BracketLeft: "previous", BracketRight: "next",
  KeyF: "full", KeyR: "turn", "Shift+KeyR": "turn-back", "Alt+KeyR": "turn-free", "Shift+Slash": "help", F1: "help",
  "Shift+KeyM": "mirror", "Shift+KeyA": "array", KeyO: "switch", "Shift+KeyL": "light", KeyX: "fix", KeyE: "walls",
};
/** What a key asks for: {tool}, {command}, {nudge: [dx, dy]} or null. */
export function asked(e) {
  const c = chord(e);
  if (!c) return null;
  if (TOOL_KEYS[c]) return { tool: TOOL_KEYS[c] };
  if (COMMANDS[c]) return { command: COMMANDS[c] };
  if (e.key === "?") return { command: "help" }; // wherever a layout has it
  const arrow = /^(Shift\+)?Arrow(Left|Right|Up|Down)$/.exec(c);
  if (arrow) {
    const by = arrow[1] ? 0.1 : 0.01;
    return { nudge: { Left: [-by, 0], Right: [by, 0], Up: [0, by], Down: [0, -by] }[arrow[2]] };
  }
  return null;
}

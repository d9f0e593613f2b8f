// The scene: the layout file as a flat map "group/id" -> object. A change makes a new map.

export const GROUPS = [
  "levels", "walls", "doors", "windows", "columns", "stairs", "zones", "campaigns", "fixtures", "luminaires", "photometric_files",
  "instruments", "lux_readings", "environment_readings", "staff", "journeys",
];
export const keyOf = (group, id) => `${group}/${id}`;
export const groupOf = (key) => key.slice(0, key.indexOf("/"));
export const idOf = (key) => key.slice(key.indexOf("/") + 1);

/** A layout file's content as a scene. What has no list stands under "hall". */
export function fromLayout(layout) {
  const scene = new Map();
  const { ...hall } = layout;
  for (const group of GROUPS) {
    for (const thing of layout[group] ?? []) scene.set(keyOf(group, thing.id), thing);
    delete hall[group];
  }
  scene.set(keyOf("hall", hall.id), hall);
  return scene;
}
/** And back. Groups that are empty are left out. */
export function toLayout(scene) {
  const layout = { ...hallOf(scene) };
  for (const [key, thing] of scene) {
    const group = groupOf(key);
    if (group !== "hall") (layout[group] ??= []).push(thing);
  }
  return layout;
}
/** Apply an operation {put: [[group, object]], del: [[group, id]]}; also what takes it back. */
export function apply(scene, op) {
  const next = new Map(scene), put = [], del = [];
  for (const [group, id] of op.del ?? []) {
    const key = keyOf(group, id), old = next.get(key);
    if (old === undefined) continue;
    put.push([group, old]);
    next.delete(key);
  }
  for (const [group, thing] of op.put ?? []) {
    const key = keyOf(group, thing.id), old = next.get(key);
    if (old === undefined) del.push([group, thing.id]);
    else put.push([group, old]);
    next.set(key, thing);
  }
  return [next, { put, del }];
}
export const isEmpty = (op) => !op.put?.length && !op.del?.length;

export const all = (scene, group) => {
  const out = [], head = group + "/";
  for (const [key, thing] of scene) if (key.startsWith(head)) out.push(thing);
  return out;
};
export const get = (scene, group, id) => scene.get(keyOf(group, id));
export const hallOf = (scene) => all(scene, "hall")[0] ?? {};

/** The level a thing is on; doors and windows are on their wall's. */
export function levelOf(scene, group, thing) {
  if (group === "levels") return thing.id;
  if (thing.wall !== undefined) return get(scene, "walls", thing.wall)?.level;
  return thing.level;
}
export const onLevel = (scene, group, level) =>
  all(scene, group).filter((thing) => levelOf(scene, group, thing) === level);

/** A free id: the letter and the smallest number nobody uses, in any group. */
export function freeId(scene, letter, taken = new Set()) {
  const used = new Set(taken);
  for (const key of scene.keys()) used.add(idOf(key));
  for (let n = 1; ; n++) if (!used.has(`${letter}${n}`)) return `${letter}${n}`;
}

/** Everything that goes when `keys` go: openings of a wall, what hangs on them, what stands on a fixture. */
export function withDependents(scene, keys) {
  const gone = new Set(keys);
  for (let grew = true; grew; ) {
    grew = false;
    for (const [key, thing] of scene) {
      if (gone.has(key)) continue;
      const owner = thing.wall ?? thing.host;
      if (owner === undefined || owner === null) continue;
      if (["walls", "windows", "doors", "fixtures"].some((g) => gone.has(keyOf(g, owner)))) {
        gone.add(key);
        grew = true;
      }
    }
  }
  return [...gone];
}
/** The operation that deletes things, with what depends on them; a lamp aimed at one aims at nothing. */
export function deletion(scene, keys) {
  const gone = withDependents(scene, keys).filter((k) => groupOf(k) !== "hall");
  const ids = new Set(gone.map(idOf));
  const put = [];
  for (const [key, thing] of scene) {
    if (gone.includes(key)) continue;
    if (groupOf(key) === "luminaires" && ids.has(thing.target)) {
      const { target, ...rest } = thing;
      put.push(["luminaires", rest]);
    }
    if (groupOf(key) === "fixtures" && thing.message && ids.has(thing.message.campaign)) {
      const { campaign, ...message } = thing.message;
      put.push(["fixtures", { ...thing, message }]);
    }
  }
  return { put, del: gone.map((key) => [groupOf(key), idOf(key)]) };
}

export const sizeOf = (fixture, kinds) => fixture.size ?? kinds[fixture.kind]?.size ?? [0.5, 0.5, 0.5];
/** A name in a language, or in the one it has. */
export const named = (name, lang) =>
  name === undefined || name === null ? "" : typeof name === "string" ? name : name[lang] ?? Object.values(name)[0] ?? "";
/** JSON with sorted keys: equal things have equal text. */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (value && typeof value === "object")
    return `{${Object.keys(value).sort().filter((k) => value[k] !== undefined).map((k) => JSON.stringify(k) + ":" + canonical(value[k])).join()}}`;
  return JSON.stringify(value);
}
export const equal = (a, b) => {
  if (a.size !== b.size) return false;
  for (const [key, thing] of a) {
    const other = b.get(key);
    if (other !== thing && (other === undefined || canonical(other) !== canonical(thing))) return false;
  }
  return true;
};

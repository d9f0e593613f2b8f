// A rack from the front: faces, tiers, pockets. A pocket is filled with a campaign by pressing it.

import { clear, h } from "../dom.js";
import { all, named } from "../scene.js";
import { centimetres, parseLength } from "../units.js";

/** The rack with one pocket changed. */
export function setPocket(rack, face, tier, pocket, content) {
  return { ...rack, faces: rack.faces.map((f, i) => i !== face ? f : { ...f, tiers: f.tiers.map((t, j) => j !== tier ? t : { ...t, pockets: t.pockets.map((p, k) => (k !== pocket ? p : content)) }) }) };
}
export const setTier = (rack, face, tier, height) => ({ ...rack, faces: rack.faces.map((f, i) => i !== face ? f : { ...f, tiers: f.tiers.map((t, j) => (j !== tier ? t : { ...t, height })) }) });

export class Rack {
  constructor(board) {
    this.board = board;
    this.brush = undefined;
    this.face = 0;
  }
  draw(rack) {
    const { board } = this, { words } = board, campaigns = all(board.scene, "campaigns"), face = rack.faces[this.face] ?? rack.faces[0], index = rack.faces.indexOf(face);
    const off = board.readOnly, put = (next) => board.commit({ put: [["fixtures", next]] });
    const tint = (id) => { const i = campaigns.findIndex((c) => c.id === id); return i < 0 ? "" : ` c${i % 5}`; };
    const short = (id) => named(campaigns.find((c) => c.id === id)?.name, words.lang).slice(0, 4) || id;
    return h("div", { class: "rack" },
      rack.faces.length > 1 ? h("div", { class: "seg wide" }, rack.faces.map((f, i) => h("button", { type: "button", "aria-pressed": String(i === index), onclick: () => { this.face = i; board.properties.update(); } }, words.has(`face.${f.id}`) ? words.say(`face.${f.id}`) : f.id))) : null,
      off ? null : h("div", { class: "brushes", role: "group", "aria-label": words.say("rack.brush") }, h("small", {}, words.say("rack.brush")), [undefined, ...campaigns.map((c) => c.id)].map((id) => h("button", { type: "button", class: `brush${id ? tint(id) : ""}`, "aria-pressed": String(this.brush === id), onclick: () => { this.brush = id; board.properties.update(); } }, id ? short(id) : words.say("rack.empty"))), h("button", { type: "button", class: "brush add", onclick: () => board.newCampaign() }, "+")),
      h("div", { class: "tiers" }, face.tiers.map((tier, t) => h("div", { class: "tier" },
        h("input", { type: "text", inputmode: "decimal", readonly: off, "aria-label": words.say("rack.tier", { n: t + 1 }), value: centimetres(tier.height), onchange: (e) => { const v = parseLength(e.target.value, "cm"); v !== null && v >= 0 ? put(setTier(rack, index, t, v)) : (e.target.value = centimetres(tier.height)); } }),
        tier.pockets.map((p, k) => {
          const id = p.leaflet?.campaign;
          return h("button", { type: "button", disabled: off, class: `pocket${p.leaflet ? " full" : ""}${tint(id)}`, "aria-label": words.say("rack.pocket", { tier: t + 1, pocket: k + 1, what: id ? short(id) : p.leaflet ? p.leaflet.topic ?? "…" : words.say("rack.empty") }), onclick: () => put(setPocket(rack, index, t, k, this.brush ? { ...p, leaflet: { ...(p.leaflet ?? {}), campaign: this.brush } } : {})) }, id ? short(id) : p.leaflet ? "…" : "");
        })))));
  }
}

// Starts the app. Trunk's own loader is an inline script, which the page's policy forbids.
//
// `places` says where each program is: the address of its worker, of its glue and of its module. In the build of one file
// (.ci/single.mjs) everything is in the page: it has set `places`, `glue` and `unpacked` before this runs.
const link = (rel) => document.querySelector(`link[rel=${rel}]`);
const program = (rel) => ({ worker: link("worker").href, glue: link(rel).href, module: new URL(link(rel).dataset.module, document.baseURI).href });
self.places ??= {
  page: { glue: link("modulepreload").href, module: link("preload").href }, whole: program("whole"),
  engine: program("engine"), keeper: program("keeper"), unpack: program("unpack"),
  feeder: { worker: link("feeder").href },
  catalogues: { de: link("catalogue-de").href },
  device: link("device").href, offline: new URL("sw.js", document.baseURI).href,
};
// Another language than English comes before the page is there: its catalogue, English text to translation, is kept as one text
// for the programs. What index.html itself says is put into it here.
const language = () => {
  try { const chosen = localStorage.getItem("floodmark.language"); if (chosen) return chosen; } catch { /* Storage is blocked. */ }
  return navigator.language?.startsWith("de") ? "de" : "en";
};
const learn = async () => {
  const place = self.places.catalogues[language()];
  if (!place) return;
  const texts = await (self.unpacked?.(place) ?? await fetch(place)).json();
  self.catalogue = Object.entries(texts).flat().join("\0");
  document.documentElement.lang = language();
  const nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (nodes.nextNode()) nodes.currentNode.data = texts[nodes.currentNode.data] ?? nodes.currentNode.data;
};
const start = async ({ glue, module }) => {
  const app = self.glue ?? await import(glue);
  await app.default({ module_or_path: self.unpacked?.(module) ?? module });
};
// The first program of the page loads the whole one when somebody goes to a page that only that has. It is given what starts
// it at once, so that nothing can happen between the two.
self.loadWhole = async () => {
  const { glue, module } = self.places.whole;
  const compile = async () => {
    const response = await fetch(module);
    if (!response.ok) throw new Error(`${module} cannot be loaded`);
    return WebAssembly.compile(await response.arrayBuffer());
  };
  const [program, compiled] = await Promise.all([import(glue), compile()]);
  return () => program.initSync({ module: compiled });
};
// What nothing works without. The last of these to come names the versions in index.html: light-dark(), in Firefox 120, Chrome
// 123 and Safari 17.5. Storage is not among them: without it the page says itself what is not kept. A browser that cannot even
// read this file leaves the first paint standing, in which the same is told after a while.
const simd = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11];
const needs = {
  "WebAssembly": () => typeof WebAssembly === "object",
  "WebAssembly with SIMD": () => WebAssembly.validate(new Uint8Array(simd)),
  "the dialog element": () => "HTMLDialogElement" in self,
  "style sheets in layers": () => "CSSLayerBlockRule" in self,
  "colours by theme (light-dark)": () => CSS.supports("color", "light-dark(#000, #fff)"),
};
const has = (test) => { try { return test(); } catch { return false; } };
const lacks = Object.keys(needs).filter((name) => !has(needs[name]));
// Without its catalogue the page speaks English.
await learn().catch((error) => console.warn(error));
if (lacks.length > 0) {
  document.getElementById("old-lacks").textContent = lacks.join(", ");
  document.getElementById("old").hidden = false;
} else {
  try {
    await start(self.places.page);
  } catch (error) {
    document.getElementById("crash-details").textContent = String(error?.stack ?? error);
    document.getElementById("crash").hidden = false;
  }
  // The page does without what this one offers.
  if (self.places.device) import(self.places.device).catch(() => {});
}

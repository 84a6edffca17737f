// Starts the app. Trunk's own loader is an inline script, which the page's policy forbids.
const address = (rel) => document.querySelector(`link[rel=${rel}]`).href;
try {
  const app = await import(address("modulepreload"));
  await app.default({ module_or_path: address("preload") });
} catch (error) {
  document.getElementById("crash-details").textContent = String(error?.stack ?? error);
  document.getElementById("crash").hidden = false;
}

// The user's files in the browser's own store (IndexedDB): whole or not at all, and never over what another window of
// this page has kept meanwhile: each keeping counts one on, and is refused where the count is another than it knew.
const canangStore = (() => {
  "use strict";
  const NAME = "canang", COUNT = "#";
  let base = null, count = 0;

  const asked = (request) => new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
  const ended = (transaction) => new Promise((done, failed) => {
    transaction.oncomplete = () => done();
    transaction.onabort = transaction.onerror = () => failed(transaction.error ?? new Error("abort"));
  });

  // Whether there is a store: a private window, a locked-down browser may have none.
  async function open() {
    try {
      const request = indexedDB.open(NAME, 1);
      request.onupgradeneeded = () => request.result.createObjectStore("files");
      base = await Promise.race([asked(request), new Promise((_, no) => setTimeout(no, 3000, new Error("đợi")))]);
      base.onversionchange = () => base.close();
      navigator.storage?.persist?.().catch(() => {});
      return true;
    } catch {
      base = null;
      return false;
    }
  }

  // All files that are kept, as pairs of a path and its content.
  async function load() {
    if (!base) return [];
    const files = base.transaction("files").objectStore("files");
    const [names, contents] = await Promise.all([asked(files.getAllKeys()), asked(files.getAll())]);
    count = contents[names.indexOf(COUNT)] ?? 0;
    return names.map((name, place) => [name, contents[place]]).filter(([name]) => name !== COUNT);
  }

  // Whether another window has kept something since this one last loaded or kept.
  async function isNewer() {
    if (!base) return false;
    return (await asked(base.transaction("files").objectStore("files").get(COUNT)) ?? 0) !== count;
  }

  // Keep what changed; false where another window was first, and nothing was kept.
  async function keep({put, gone}) {
    if (!base) return true;
    const transaction = base.transaction("files", "readwrite", {durability: "strict"});
    const files = transaction.objectStore("files"), end = ended(transaction);
    if ((await asked(files.get(COUNT)) ?? 0) !== count) {
      transaction.abort();
      await end.catch(() => {});
      return false;
    }
    for (const [path, content] of put) files.put(content, path);
    for (const path of gone) files.delete(path);
    files.put(count + 1, COUNT);
    await end;
    count += 1;
    return true;
  }

  return {open, load, isNewer, keep, get is() { return base !== null; }};
})();

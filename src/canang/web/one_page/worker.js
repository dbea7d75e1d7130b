// Runs the program beside the page, so that the page never stands still: starts Python, hands it what is asked, and
// says which of the user's files have changed. What starts Python stands before this text (writing.py).
const HOME = "/nha", PLACE = "/canang";
let python, program, known = new Map();

const whole = async (text) => new Uint8Array(await canangUnpacked(text, "").arrayBuffer());

async function start({parts, files}) {
  const given = {
    "pyodide.asm.wasm": () => canangUnpacked(parts.wasm, "application/wasm"),
    "python_stdlib.zip": () => canangUnpacked(parts.library, "application/zip"),
  };
  // Nothing of this page is ever asked of a network: what Python's starter fetches is given from the page.
  self.fetch = async (address) => given[String(address).split("/").pop()]();
  const rest = Promise.all([whole(parts.program), whole(parts.catalog)]);
  python = await loadPyodide({
    indexURL: "https://canang.invalid/", createPyodideModule: self.createPyodideModule, env: {HOME},
    lockFileContents: {info: parts.info, packages: {}},
  });
  const [code, catalog] = await rest;
  python.FS.mkdirTree(PLACE);
  python.FS.writeFile(`${PLACE}/canang.zip`, code, {canOwn: true});
  python.FS.writeFile(`${PLACE}/tasks.sqlite`, catalog, {canOwn: true});
  replace(files);
  program = python.runPython(`
import sys, zipfile
from pathlib import Path
with zipfile.ZipFile("${PLACE}/canang.zip") as packed:
    packed.extractall("${PLACE}/lib")
sys.path.insert(0, "${PLACE}/lib")
from canang.web.one_page.inside import Inside
Inside(Path("${PLACE}/tasks.sqlite"), Path("${HOME}"))`);
  python.FS.unlink(`${PLACE}/canang.zip`);
}

function answer({method, address, fields}) {
  const posted = fields.map(([name, value, content]) => content ? [name, value, content] : [name, value]);
  const said = program.answer(method, address, python.toPy(posted));
  const media = said.media, bytes = said.content.toJs();
  const told = {
    address: said.address, status: said.status, media, name: said.name ?? null,
    content: said.name ? bytes : new TextDecoder().decode(bytes),
  };
  said.destroy();
  return told;
}

function* files(folder = HOME) {
  for (const name of python.FS.readdir(folder)) {
    if (name === "." || name === ".." || name.endsWith(".tmp") || name.endsWith("-shm")) continue;
    const path = `${folder}/${name}`, state = python.FS.stat(path);
    if (python.FS.isDir(state.mode)) yield* files(path);
    else yield [path, `${state.size} ${state.mtime.getTime()}`];
  }
}

// What of the user's files is another than it was when this was last asked with `settled`, or than was put there.
function changed() {
  const now = new Map(files());
  return {
    put: [...now].filter(([path, state]) => known.get(path) !== state).map(([path]) => [path, python.FS.readFile(path)]),
    gone: [...known.keys()].filter((path) => !now.has(path)),
  };
}

function settled() {
  known = new Map(files());
}

function replace(given) {
  python.FS.mkdirTree(HOME);
  for (const [path] of [...files()]) python.FS.unlink(path);
  for (const [path, content] of given) {
    python.FS.mkdirTree(path.slice(0, path.lastIndexOf("/")));
    python.FS.writeFile(path, content);
  }
  settled();
}

const CALLS = {start, answer, changed, settled, replace};
self.onmessage = async ({data: {number, call, given}}) => {
  try {
    self.postMessage({number, result: await CALLS[call](given)});
  } catch (error) {
    self.postMessage({number, error: String(error)});
  }
};

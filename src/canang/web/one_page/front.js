// The page: starts the program beside it, shows the pages that the program makes, and keeps what the user writes.
(() => {
  "use strict";
  if (!window.canangRuns) return;
  const place = document.getElementById("trang"), state = document.getElementById("trang-thai");
  const told = document.getElementById("loan-bao"), warned = document.getElementById("canh-bao");
  const sheet = document.getElementById("to-in");
  let worker, number = 0, running = Promise.resolve(), touched = false, waiting = null, ready = false, unsaved = false;
  const open = new Map();

  const part = (name) => {
    const element = document.getElementById(`p-${name}`), text = element.textContent;
    element.remove();
    return text;
  };

  function call(name, given) {
    return new Promise((done, failed) => {
      open.set(++number, [done, failed]);
      worker.postMessage({number, call: name, given});
    });
  }

  // One thing after another: what is kept belongs to what was asked.
  function inTurn(work) {
    running = running.then(work, work);
    return running;
  }

  async function start() {
    const code = await Promise.all(["loader", "machine"].map((name) => canangUnpacked(part(name), "").arrayBuffer()));
    worker = new Worker(URL.createObjectURL(new Blob([part("before"), ...code, part("worker")], {type: "text/javascript"})));
    worker.onmessage = ({data}) => {
      const [done, failed] = open.get(data.number);
      open.delete(data.number);
      if ("error" in data) failed(new Error(data.error)); else done(data.result);
    };
    worker.onerror = (event) => { for (const [, failed] of open.values()) failed(new Error(event.message)); };
    const there = await canangStore.open(), files = there ? await canangStore.load() : [];
    if (!there) warn("Trình duyệt này không cho trang giữ dữ liệu (cửa sổ riêng tư, hoặc bị khóa). Hồ sơ chỉ còn đến khi đóng trang: lưu ra tệp trước khi đóng.");
    const parts = {info: JSON.parse(part("info"))};
    for (const name of ["wasm", "library", "program", "catalog"]) parts[name] = part(name);
    await call("start", {parts, files});
  }

  function warn(text) {
    const notice = document.createElement("p");
    notice.className = "notice yellow";
    notice.setAttribute("role", "alert");
    notice.textContent = text;
    warned.replaceChildren(notice);
  }

  // Ask the program; what it changed of the user's files is in the browser's store when this returns.
  async function ask(method, address, fields = []) {
    if (await canangStore.isNewer()) await call("replace", await canangStore.load());
    for (let turn = 0; ; turn++) {
      const said = await call("answer", {method, address, fields});
      const changes = await call("changed");
      if (!changes.put.length && !changes.gone.length) return said;
      if (method === "POST") unsaved = true;
      let kept;
      try {
        kept = await canangStore.keep(changes);
      } catch (error) {
        if (method !== "POST") return said; // nothing of the user's: kept with what is written next
        await call("replace", await canangStore.load());
        throw new Error(`Trình duyệt chưa lưu được (${error?.message ?? error}). Chữ đã gõ còn ở dưới: dọn chỗ trống của máy rồi bấm lại.`);
      }
      if (kept || turn > 5) {
        await call("settled");
        return said;
      }
      await call("replace", await canangStore.load()); // another window was first: answer from what it has kept
    }
  }

  async function visit(method, address, {fields, back = null} = {}) {
    const held = method === "POST" ? place.querySelector("main") : null, focused = document.activeElement;
    document.body.setAttribute("aria-busy", "true");
    if (held) held.inert = true; // what is typed while a form is being kept would be lost
    try {
      const said = await inTurn(() => ask(method, address, fields));
      if (said.name) return save(said);
      const target = `#${said.address}`;
      if (back === null && target !== location.hash) history.pushState({y: 0}, "", target);
      else if (target !== location.hash) history.replaceState(history.state, "", target);
      show(said.content, back);
    } catch (error) {
      fail(error.message);
    } finally {
      document.body.removeAttribute("aria-busy");
      if (held?.isConnected) {
        held.inert = false;
        focused?.focus({preventScroll: true});
      }
    }
  }

  function fail(text) {
    const notice = document.createElement("div");
    notice.className = "notice red";
    notice.id = "chua-duoc";
    notice.setAttribute("role", "alert");
    notice.textContent = text;
    document.getElementById("chua-duoc")?.remove();
    document.getElementById("noi-dung").prepend(notice);
    notice.scrollIntoView({block: "center"});
  }

  function show(text, back) {
    const page = new DOMParser().parseFromString(text, "text/html");
    for (const link of page.querySelectorAll("a[href^='/']")) link.setAttribute("href", `#${link.getAttribute("href")}`);
    document.title = page.title;
    place.replaceChildren(...[...page.body.childNodes].map((node) => document.adoptNode(node)));
    if (!canangStore.is) for (const where of place.querySelectorAll("[data-noi-giu]")) where.textContent = "bộ nhớ tạm: mất khi đóng trang";
    for (const form of place.querySelectorAll("form.find")) window.canangFind(form);
    const problems = place.querySelector(".problems"), head = place.querySelector("h1");
    const anchor = decodeURIComponent(location.hash.split("#")[2] ?? "");
    if (anchor) return lead(anchor);
    scrollTo(0, back ?? 0);
    const first = problems ?? head;
    first?.setAttribute("tabindex", "-1");
    first?.focus({preventScroll: back !== null});
    told.textContent = document.title;
  }

  function lead(name) {
    const target = document.getElementById(name);
    if (!target) return;
    if (target.tagName === "DETAILS") target.open = true;
    if (!target.matches("a,button,input,select,textarea,summary")) target.setAttribute("tabindex", "-1");
    target.scrollIntoView();
    target.focus({preventScroll: true});
  }

  function save({name, media, content}) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([content], {type: media}));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    told.textContent = `Đã lưu ${name}`;
    if (name.endsWith(".goi")) unsaved = false;
  }

  // The sheet of an entry or a case stands in the page for as long as the browser prints.
  async function printSheet(address) {
    const said = await inTurn(() => ask("GET", address));
    const styles = []; // the page's policy lets none in but as a sheet of ours
    const text = new TextDecoder().decode(said.content).replace(/<style>([^<]*)<\/style>/g, (_, each) => { styles.push(each); return ""; });
    const page = new DOMParser().parseFromString(text, "text/html");
    const root = sheet.shadowRoot ?? sheet.attachShadow({mode: "open"}), style = new CSSStyleSheet();
    style.replaceSync(styles.join("\n").replace(/\bbody\{/g, ":host{"));
    root.adoptedStyleSheets = [style];
    root.replaceChildren(...[...page.body.childNodes].map((node) => document.adoptNode(node)));
    document.body.classList.add("in-to");
    window.print();
  }
  window.addEventListener("afterprint", () => document.body.classList.remove("in-to"));

  const address = () => location.hash.startsWith("#/") ? location.hash.slice(1).split("#")[0] : "/";

  document.addEventListener("click", (event) => {
    touched = true;
    const link = event.target.closest?.("a[href^='#']");
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const target = link.getAttribute("href").slice(1);
    if (!target.startsWith("/")) {
      event.preventDefault();
      return lead(decodeURIComponent(target));
    }
    event.preventDefault();
    if (!ready) return wait(target);
    if ("in" in link.dataset) return void printSheet(target).catch((error) => fail(error.message));
    leave();
    visitTo(target);
  });

  function visitTo(target) {
    const [path, anchor] = target.split("#");
    visit("GET", path).then(() => { if (anchor) lead(decodeURIComponent(anchor)); });
  }

  document.addEventListener("submit", async (event) => {
    event.preventDefault();
    touched = true;
    const form = event.target, target = form.getAttribute("action") ?? address();
    const posted = new FormData(form, event.submitter), fields = [];
    for (const [name, value] of posted) {
      if (typeof value === "string") fields.push([name, value]);
      else if (value.name) fields.push([name, value.name, new Uint8Array(await value.arrayBuffer())]);
    }
    if (ready) leave();
    if (form.method === "post") return visit("POST", target, {fields});
    const query = new URLSearchParams(fields.filter(([, value]) => value)).toString();
    const asked = query ? `${target}?${query}` : target;
    if (ready) visit("GET", asked); else wait(asked);
  });

  function leave() {
    history.replaceState({y: scrollY}, "");
  }

  function wait(asked) {
    waiting = asked;
    state.textContent = "Đang mở chương trình; xong là tìm ngay.";
    state.scrollIntoView({block: "center"});
  }

  window.addEventListener("popstate", (event) => {
    if (ready && location.hash.startsWith("#/")) visit("GET", address(), {back: event.state?.y ?? 0});
  });
  for (const sign of ["keydown", "wheel", "touchstart"]) window.addEventListener(sign, () => { touched = true; }, {passive: true});
  window.addEventListener("beforeunload", (event) => {
    if (unsaved && !canangStore.is) event.preventDefault();
  });
  window.canangOffer = async (query) => {
    if (!ready) return [];
    const said = await call("answer", {method: "GET", address: `/goi-y?q=${encodeURIComponent(query)}`, fields: []});
    return JSON.parse(said.content).map((each) => ({...each, href: `#${each.href}`}));
  };
  window.canangAsk = (target) => inTurn(() => ask("GET", target));

  // What the first query and the first entry need is made ready while the first page is read.
  const first = document.querySelector("details[id^='m-']").id.slice(2);
  function warm() {
    for (const address of ["/tim?q=x%C4%83ng", `/thu-tuc/${encodeURIComponent(first)}`]) {
      inTurn(() => call("answer", {method: "GET", address, fields: []})).catch(() => {});
    }
  }

  start().then(async () => {
    ready = true;
    performance.mark("canang-ready");
    setTimeout(warm, 400);
    if (waiting || location.hash.startsWith("#/") || !touched) {
      return visit("GET", waiting ?? address(), {back: waiting ? null : 0});
    }
    // Whoever reads already is not torn away.
    state.className = "notice green";
    state.textContent = "Chương trình đã mở: ô tìm, hồ sơ, hỏi đáp dùng được. ";
    const link = document.createElement("a");
    link.href = "#/";
    link.textContent = "Về trang đầu";
    state.append(link);
  }).catch((error) => {
    state.className = "notice red";
    state.textContent = `Trình duyệt này không chạy được chương trình trong trang (${error.message.slice(0, 200)}). Các mục dưới đây vẫn đọc được; muốn cả chương trình, mở tệp này bằng Chrome, Edge hay Firefox bản mới.`;
  });
})();

// What pages without a server can do: say that what they rest on has ended since, and look among names and sayings.
(() => {
  "use strict";
  const base = new URL("..", document.currentScript.src).href;
  // A thing nearer than LEAST (of about 1) is shown: most of what the handbook has is, half of what it has not is not.
  const SHOWN = 30, OFFERED = 6, LEAST = 0.35;
  let coming;

  function today() {
    const now = new Date();
    const two = (number) => String(number).padStart(2, "0");
    return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  }

  function warn() {
    const ended = [...document.querySelectorAll("[data-den]")].filter((line) => line.dataset.den < today());
    if (!ended.length) return;
    const notice = document.createElement("section"), head = document.createElement("h2"), list = document.createElement("ul");
    const advice = document.createElement("p");
    notice.className = "notice red";
    notice.id = "da-het";
    notice.setAttribute("role", "alert");
    head.textContent = "Trang này đã cũ: hôm nay có điều trang dựa vào đã hết hoặc đã đổi";
    list.append(...ended.map((line) => {
      const item = document.createElement("li");
      item.textContent = line.textContent;
      return item;
    }));
    advice.textContent = "Lấy bộ trang mới, hoặc hỏi Sở Khoa học và Công nghệ, trước khi làm theo.";
    notice.append(head, list, advice);
    document.getElementById("noi-dung").prepend(notice);
  }

  function fold(text) {
    return text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/đ/g, "d");
  }

  function words(text) {
    return fold(text).match(/[a-z0-9]+/g) ?? [];
  }

  // A number is the same with noughts before it or without: tdc 1.2 is TDC-01.2.
  function key(text) {
    return words(text).map((word) => word.replace(/^0+(?=\d)/, "")).join("/").replace(/([a-z])\/?(?=\d)/, "$1/");
  }

  // The words come with the first question: most pages are read without one.
  function index() {
    coming ??= new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = base + "tinh/danh-muc.js";
      script.onload = () => done(prepare(window.CAM_NANG));
      script.onerror = failed;
      document.head.append(script);
    });
    return coming;
  }

  // Each name and each saying is a phrase of its own: a thing is as good as its best one.
  function prepare(held) {
    const things = [], phrases = [], holding = new Map();
    const say = (thing, text, weight) => {
      const own = [...new Set(words(text))];
      if (!own.length) return;
      for (const word of own) {
        if (!holding.has(word)) holding.set(word, []);
        holding.get(word).push(phrases.length);
      }
      phrases.push({thing, own, weight, plain: ` ${words(text).join(" ")} `});
    };
    for (const [id, name, authority, file, everyday, said] of held.entries) {
      const thing = things.push({id, name, authority, href: base + file, key: key(id)}) - 1;
      say(thing, name, 0.95);
      for (const text of everyday) say(thing, text, 1);
      for (const text of said) say(thing, text, 0.95);
    }
    for (const [number, title, type, file] of held.documents) {
      const thing = things.push({id: number, name: `${type} ${number}: ${title}`, authority: "văn bản",
        href: base + file, key: key(number)}) - 1;
      say(thing, `${type} ${number} ${title}`, 0.8);
    }
    return {things, phrases, holding, meanings: held.meanings};
  }

  function find(known, query, most) {
    const typed = words(query);
    if (!typed.length) return [];
    const asked = new Map(typed.map((word) => [word, 1]));
    const plain = ` ${typed.join(" ")} `;
    for (const [saying, meaning] of known.meanings) {
      if (plain.includes(` ${saying} `)) for (const word of words(meaning)) if (!asked.has(word)) asked.set(word, 0.3);
    }
    const rarity = (word) => Math.log(1 + known.phrases.length / (1 + (known.holding.get(word)?.length ?? 0)));
    const last = typed.at(-1), got = new Map();
    let whole = 0;
    for (const [word, weight] of asked) {
      // The word that is still being typed stands for those that begin with it.
      const meant = known.holding.has(word) || word !== last || word.length < 2 ? [word]
        : [...known.holding.keys()].filter((other) => other.startsWith(word)).slice(0, 20);
      const value = weight * rarity(meant[0] ?? word);
      whole += weight === 1 ? value : 0;
      for (const each of meant) for (const phrase of known.holding.get(each) ?? []) {
        got.set(phrase, (got.get(phrase) ?? 0) + value);
      }
    }
    const best = new Map();
    for (const [number, value] of got) {
      const phrase = known.phrases[number];
      let length = 0;
      for (const word of phrase.own) length += rarity(word);
      const covered = Math.min(1, value / whole), filled = Math.min(1, value / length);
      let together = 0;
      for (let i = 1; i < typed.length; i++) if (phrase.plain.includes(` ${typed[i - 1]} ${typed[i]} `)) together++;
      const near = typed.length > 1 ? together / (typed.length - 1) : 1;
      const score = phrase.weight * Math.sqrt(covered * filled) * (0.8 + 0.2 * near);
      const scores = best.get(phrase.thing) ?? [];
      scores.push(score);
      best.set(phrase.thing, scores);
    }
    const named = key(query);
    if (/\d/.test(named)) known.things.forEach((thing, number) => {
      if (thing.key === named) best.set(number, [3]);
      else if (thing.key.startsWith(`${named}/`)) best.set(number, [2]);
    });
    const ranked = [...best].map(([thing, scores]) => {
      scores.sort((a, b) => b - a);
      const score = scores[0] + 0.15 * (scores[1] ?? 0) + 0.1 * (scores[2] ?? 0);
      return [thing, score * (known.things[thing].id.includes(".") ? 1.1 : 1)];
    });
    ranked.sort((a, b) => b[1] - a[1] || a[0] - b[0]);
    const least = Math.max(LEAST, 0.45 * (ranked[0]?.[1] ?? 0));
    return ranked.filter(([, score]) => score > least).slice(0, most).map(([thing]) => known.things[thing]);
  }

  async function showResults() {
    const query = (new URLSearchParams(location.search).get("q") ?? "").trim().slice(0, 2000);
    if (!query) return;
    for (const input of document.querySelectorAll("input[name=q]")) input.value = query;
    const place = document.getElementById("ket-qua"), head = document.getElementById("kq-h");
    const short = query.length > 120 ? query.slice(0, 117) + "…" : query;
    const known = await index().catch(() => null), found = known ? find(known, query, SHOWN) : [];
    head.textContent = found.length ? `Gần với “${short}”` : `Không thấy gì gần với “${short}”`;
    place.querySelector("ol").replaceChildren(...found.map((thing) => {
      const row = document.createElement("li"), name = document.createElement("h3"), link = document.createElement("a");
      const about = document.createElement("p");
      link.href = thing.href;
      link.textContent = thing.name;
      about.textContent = `${thing.id} · ${thing.authority}`;
      name.append(link);
      row.append(name, about);
      return row;
    }));
    place.hidden = false;
    document.title = `${head.textContent} – Cẩm nang`;
  }

  warn();
  window.canangOffer = async (query) => find(await index(), query, OFFERED);
  if (document.getElementById("ket-qua")) {
    document.getElementById("khong-tim").remove();
    showResults();
  }
})();

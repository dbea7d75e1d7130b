// Offers results while one types. Without it the form works as it is; with it the keyboard keeps its place.
// Pages without a server say themselves what is offered (site.js); one that changes its forms has each offered for.
(() => {
  "use strict";
  for (const form of document.querySelectorAll("form.find")) offer(form);
  window.canangFind = offer;

  async function ofServer(query) {
    const answer = await fetch("/goi-y?q=" + encodeURIComponent(query));
    return answer.ok ? answer.json() : null;
  }

  function offer(form) {
    const input = form.querySelector("input[name=q]");
    const list = document.createElement("ul");
    const told = document.createElement("p");
    list.className = "suggestions";
    list.id = input.id + "-goi-y";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Gợi ý");
    told.className = "aside";
    told.setAttribute("role", "status");
    form.append(list, told);
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-controls": list.id, "aria-expanded": "false", "aria-autocomplete": "list",
    })) input.setAttribute(name, value);

    let chosen = -1, asked = 0, timer = 0, results = [];

    function close() {
      list.hidden = true;
      chosen = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }

    function show() {
      list.replaceChildren(...results.map((result, place) => {
        const row = document.createElement("li");
        row.id = list.id + "-" + place;
        row.setAttribute("role", "option");
        row.setAttribute("aria-selected", String(place === chosen));
        row.append(result.name);
        const about = document.createElement("span");
        about.append(result.id + (result.authority ? " · " + result.authority : ""));
        row.append(about);
        row.addEventListener("mousedown", (event) => event.preventDefault());
        row.addEventListener("click", () => location.assign(result.href));
        return row;
      }));
      list.hidden = results.length === 0;
      input.setAttribute("aria-expanded", String(!list.hidden));
      if (chosen >= 0) {
        input.setAttribute("aria-activedescendant", list.id + "-" + chosen);
        list.children[chosen].scrollIntoView({block: "nearest"});
      } else input.removeAttribute("aria-activedescendant");
    }

    async function ask() {
      const query = input.value.trim(), number = ++asked;
      if (query.length < 2) return close();
      try {
        const answered = await (window.canangOffer ?? ofServer)(query);
        if (!answered || number !== asked) return;
        results = answered;
        if (number !== asked || document.activeElement !== input) return;
        chosen = -1;
        show();
        told.textContent = results.length ? results.length + " gợi ý" : "";
      } catch { close(); }
    }

    input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 120); });
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      if (event.isComposing || list.hidden) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        const step = event.key === "ArrowDown" ? 1 : -1;
        chosen = chosen + step < -1 ? results.length - 1 : chosen + step >= results.length ? -1 : chosen + step;
        show();
      } else if (event.key === "Enter" && chosen >= 0) {
        event.preventDefault();
        location.assign(results[chosen].href);
      } else if (event.key === "Escape") {
        event.preventDefault(); // the first Escape closes the list and keeps the words
        close();
      }
    });
  }
})();

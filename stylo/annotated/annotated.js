// What style alone cannot do: one tab stop with arrow keys, Escape, explanations under their word. Nothing depends on it.
(() => {
  for (const root of document.querySelectorAll(".stylo-show:not([data-ready])")) {
    root.dataset.ready = "";
    const text = root.querySelector(".stylo-text");
    const marks = [...text.querySelectorAll("mark")];

    // The same text shown twice in one page has the same ids; the later ones get their own.
    const twins = [...document.querySelectorAll(`[id="${root.id}"]`)];
    if (twins[0] !== root) {
      const name = `${root.id}x${twins.indexOf(root)}`;
      for (const element of root.querySelectorAll("[id], [aria-describedby], .stylo-skip")) {
        for (const attribute of ["id", "aria-describedby", "href"]) {
          const value = element.getAttribute(attribute);
          if (value) element.setAttribute(attribute, value.replace(root.id, name));
        }
      }
      root.id = name;
    }

    const tip = (mark) => mark.lastElementChild;
    const shown = (mark) => [...tip(mark).children].some((line) => getComputedStyle(line).display !== "none");
    const next = (from, step) => {
      let i = from + step;
      while (i >= 0 && i < marks.length && !shown(marks[i])) i += step;
      return marks[i];
    };
    const place = (mark) => {
      const column = text.getBoundingClientRect();
      const words = [...mark.getClientRects()].pop();
      const box = tip(mark);
      const room = Math.max(0, column.width - box.offsetWidth);
      box.style.left = `${Math.min(Math.max(0, words.left - column.left), room)}px`;
      box.style.right = "auto";
    };

    let current;
    const stop = (mark) => {
      if (current) current.tabIndex = -1;
      current = mark;
      if (mark) mark.tabIndex = 0;
    };
    marks.forEach((mark) => { mark.tabIndex = -1; });
    stop(next(-1, 1));
    root.addEventListener("change", () => {
      if (!current || !shown(current)) stop(next(marks.indexOf(current), 1) || next(marks.length, -1));
    });

    const arrive = (event) => {
      const mark = event.target.closest("mark");
      if (!mark) return;
      if (!event.relatedTarget || event.relatedTarget.closest?.("mark") !== mark) delete root.dataset.quiet;
      place(mark);
      if (event.type === "focusin") stop(mark);
    };
    text.addEventListener("focusin", arrive);
    text.addEventListener("pointerover", arrive);
    root.addEventListener("keydown", (event) => {
      if (event.key === "Escape") root.dataset.quiet = "";
      const here = marks.indexOf(event.target);
      if (here < 0) return;
      const to = {
        ArrowRight: () => next(here, 1), ArrowDown: () => next(here, 1),
        ArrowLeft: () => next(here, -1), ArrowUp: () => next(here, -1),
        Home: () => next(-1, 1), End: () => next(marks.length, -1),
      }[event.key];
      if (!to) return;
      event.preventDefault();
      to()?.focus();
    });
  }
})();

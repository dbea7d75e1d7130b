// Read by browsers of any age: says whether this one can run the program, and opens what a link of the index leads to.
(function () {
  "use strict";
  function can() {
    return typeof WebAssembly === "object" && typeof DecompressionStream === "function" && typeof Worker === "function" &&
      typeof BigInt === "function" && "replaceChildren" in document.documentElement &&
      typeof Array.prototype.at === "function" && typeof CSSStyleSheet.prototype.replaceSync === "function";
  }
  function open() {
    var place = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (place && place.tagName === "DETAILS") place.open = true;
  }
  window.canangRuns = can();
  if (window.canangRuns) {
    document.getElementById("trang-thai").textContent =
      "Đang mở chương trình trong trang, chừng vài giây. Các mục dưới đây đọc được ngay; gõ việc cần tìm vào ô tìm cũng được.";
  }
  window.addEventListener("hashchange", open);
  window.addEventListener("load", open);
})();

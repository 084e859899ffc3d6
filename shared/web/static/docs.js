// Shows a service's OpenAPI document; which one stands in the page.
window.addEventListener("DOMContentLoaded", () => {
  const place = document.getElementById("document");
  window.SwaggerUIBundle({ url: place.dataset.url, domNode: place, deepLinking: true });
});

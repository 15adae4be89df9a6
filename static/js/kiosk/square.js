// Draws a QR code the server computed into an svg.

export function drawSquare(svg, { side, path }) {
  svg.setAttribute('viewBox', `0 0 ${side} ${side}`);
  svg.setAttribute('shape-rendering', 'crispEdges');
  svg.querySelector('path').setAttribute('d', path);
}

/** The drawing as a picture, with the words of its stamp faintly across it. Never: anything that is not in the drawing. */

const SCALE = 2;
const MOST_PIXELS = 8000;

/** Paints an SVG drawing, which carries its stamp above and below. */
export async function painted(drawn: string, line: string): Promise<Blob> {
  const picture = new Image();
  picture.src = `data:image/svg+xml,${encodeURIComponent(drawn)}`;
  await picture.decode();
  const scale = Math.min(SCALE, MOST_PIXELS / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  const pen = canvas.getContext("2d");
  if (!pen) throw new TypeError("no canvas");
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  across(pen, canvas, line);
  return new Promise((done, failed) => canvas.toBlob((blob) => (blob ? done(blob) : failed(new TypeError("no picture"))), "image/png"));
}

function across(pen: CanvasRenderingContext2D, canvas: HTMLCanvasElement, line: string): void {
  pen.save();
  pen.globalAlpha = 0.07;
  pen.fillStyle = "#16202e";
  pen.font = "26px system-ui, sans-serif";
  pen.rotate(-Math.PI / 8);
  for (let y = 0; y < canvas.height * 2; y += 190) for (let x = -canvas.height; x < canvas.width; x += 900) pen.fillText(line, x, y);
  pen.restore();
}

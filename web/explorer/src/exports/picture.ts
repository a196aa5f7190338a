/** A picture with its stamp: a band above, a band below, and the same words faintly across it. */

const BAND = 56;

/** Draws the picture at this address onto a new one with the stamp's line. */
export async function stamped(address: string, line: string): Promise<Blob> {
  const picture = new Image();
  picture.src = address;
  await picture.decode();
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(picture.width, 900);
  canvas.height = picture.height + 2 * BAND;
  const pen = canvas.getContext("2d");
  if (!pen) throw new TypeError("no canvas");
  pen.fillStyle = "#f7f9fc";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, (canvas.width - picture.width) / 2, BAND);
  across(pen, canvas, line);
  band(pen, canvas.width, 0, line);
  band(pen, canvas.width, canvas.height - BAND, line);
  return new Promise((done, failed) => canvas.toBlob((blob) => (blob ? done(blob) : failed(new TypeError("no picture"))), "image/png"));
}

function band(pen: CanvasRenderingContext2D, width: number, top: number, line: string): void {
  pen.fillStyle = "#16202e";
  pen.fillRect(0, top, width, BAND);
  pen.fillStyle = "#ffffff";
  pen.font = "bold 22px system-ui, sans-serif";
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillText(line, width / 2, top + BAND / 2, width - 24);
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

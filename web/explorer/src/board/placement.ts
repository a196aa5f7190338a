/** Where new records go: around what they came from, on free ground, moving nothing. Pure and without chance. */
import type { Id } from "../facts/types";
import type { Point } from "./types";

export const ROOM = 92;
const GOLDEN = Math.PI * (3 - Math.sqrt(5));

/** A place for each id, near `anchor` (or the middle of the board), at least ROOM from everything that has a place. */
export function placeNear(ids: readonly Id[], anchor: Point | undefined, taken: Iterable<Point>): Map<Id, Point> {
  const ground = new Ground(taken);
  const centre = anchor ?? ground.middle();
  const places = new Map<Id, Point>();
  let step = anchor ? 3 : 0;
  for (const id of ids) {
    let point = spiral(centre, step);
    while (!ground.isFree(point)) point = spiral(centre, (step += 1));
    ground.take(point);
    places.set(id, point);
    step += 1;
  }
  return places;
}

function spiral(centre: Point, step: number): Point {
  const radius = ROOM * 0.72 * Math.sqrt(step);
  return { x: Math.round(centre.x + radius * Math.cos(step * GOLDEN)), y: Math.round(centre.y + radius * Math.sin(step * GOLDEN)) };
}

/** Ground in squares of ROOM, so that asking for freedom looks at nine squares only. */
class Ground {
  private readonly squares = new Map<string, Point[]>();
  private count = 0;
  private sum: Point = { x: 0, y: 0 };

  constructor(taken: Iterable<Point>) {
    for (const point of taken) this.take(point);
  }

  middle(): Point {
    return this.count === 0 ? { x: 0, y: 0 } : { x: this.sum.x / this.count, y: this.sum.y / this.count };
  }

  take(point: Point): void {
    const key = this.key(point, 0, 0);
    this.squares.set(key, [...(this.squares.get(key) ?? []), point]);
    this.count += 1;
    this.sum = { x: this.sum.x + point.x, y: this.sum.y + point.y };
  }

  isFree(point: Point): boolean {
    for (let dx = -1; dx <= 1; dx += 1) {
      for (let dy = -1; dy <= 1; dy += 1) {
        for (const other of this.squares.get(this.key(point, dx, dy)) ?? []) {
          if (Math.hypot(other.x - point.x, other.y - point.y) < ROOM) return false;
        }
      }
    }
    return true;
  }

  private key(point: Point, dx: number, dy: number): string {
    return `${Math.floor(point.x / ROOM) + dx},${Math.floor(point.y / ROOM) + dy}`;
  }
}

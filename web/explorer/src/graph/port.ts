/** What the rest of the explorer may ask of the picture. */
import type { Point } from "../board/types";
import type { Id } from "../facts/types";
import type { LayoutName } from "./layouts";

export interface GraphPort {
  /** Where a layout would put everything. */
  arrange(name: LayoutName): Promise<ReadonlyMap<Id, Point>>;
  fit(): void;
  zoom(factor: number): void;
  /** Bring these into sight without moving them, if they are out of it. */
  reveal(ids: readonly Id[]): void;
}

/** The explorer's words with marks around them, for a build that is made by a test and served to nobody else. */
import { Words as Real } from "../../../../web/explorer/src/i18n/i18n.ts";

const marked = (text: string): string => (text === "" ? "" : `⟦${text}⟧`);

export class Words extends Real {
  override t(...given: Parameters<Real["t"]>): string {
    return marked(super.t(...given));
  }

  override named(...given: Parameters<Real["named"]>): string {
    return marked(super.named(...given));
  }

  override handling(...given: Parameters<Real["handling"]>): string {
    return marked(super.handling(...given));
  }

  override type(...given: Parameters<Real["type"]>): string {
    return marked(super.type(...given));
  }

  override property(...given: Parameters<Real["property"]>): string {
    return marked(super.property(...given));
  }

  override relation(...given: Parameters<Real["relation"]>): string {
    return marked(super.relation(...given));
  }

  override day(...given: Parameters<Real["day"]>): string {
    return marked(super.day(...given));
  }

  override value(...given: Parameters<Real["value"]>): string {
    return marked(super.value(...given));
  }
}

/** Words for people: messages, terms of the ontology, dates. Never: a text in any other file. */
import { relationshipOf, typeOf } from "../ontology/ontology";
import { en, type MessageKey, type Messages } from "./en";
import { nl } from "./nl";
import { PHRASES } from "./phrases";

export type Language = "nl" | "en";
type Counted = { [K in MessageKey]: K extends `${infer Stem}.one` ? Stem : never }[MessageKey];
type Holes = Readonly<Record<string, string | number>>;

const CATALOGS: Readonly<Record<Language, Messages>> = { nl, en };

export class Words {
  private readonly messages: Messages;
  private readonly plurals: Intl.PluralRules;
  private readonly days: Intl.DateTimeFormat;

  constructor(
    readonly language: Language,
    messages: Messages = CATALOGS[language],
  ) {
    this.messages = messages;
    this.plurals = new Intl.PluralRules(language);
    this.days = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
  }

  t(key: MessageKey, holes: Holes = {}): string {
    return fill(this.messages[key], holes);
  }

  /** A message that has a form for one and a form for more. */
  count(stem: Counted, n: number, holes: Holes = {}): string {
    const form = this.plurals.select(n) === "one" ? "one" : "other";
    return this.t(`${stem}.${form}` as MessageKey, { ...holes, n });
  }

  /** A message by a key made at run time, or the plain text when there is none (a purpose, level or grade of a later version). */
  named(prefix: "purpose" | "level" | "short" | "reliability" | "credibility", name: string | null): string {
    const key = `${prefix}.${name ?? "unknown"}`;
    if (key in this.messages) return this.messages[key as MessageKey];
    return name ?? "";
  }

  /** A handling code for its reader; one with a day, or of a later version of the law, keeps what is not known of it. */
  handling(code: string): string {
    const [name = "", day] = code.split(":");
    const key = `handling.${name}`;
    const told = key in this.messages ? this.messages[key as MessageKey] : this.value(name);
    return day === undefined ? told : `${told} ${this.value(day)}`;
  }

  type(name: string): string {
    const dutch = (typeOf(name)?.dutch ?? name).split(",")[0] ?? name;
    return this.language === "nl" ? dutch.charAt(0).toUpperCase() + dutch.slice(1) : spaced(name, true);
  }

  property(declared: { readonly name: string; readonly dutch: string }): string {
    const text = this.language === "nl" ? declared.dutch : spaced(declared.name, false);
    return text.charAt(0).toUpperCase() + text.slice(1);
  }

  relation(name: string, forward: boolean): string {
    const phrase = PHRASES[name]?.[this.language][forward ? 0 : 1];
    return phrase ?? (this.language === "nl" ? (relationshipOf(name)?.dutch ?? name) : name.toLowerCase().replaceAll("_", " "));
  }

  day(text: string | null): string {
    const moment = text === null ? NaN : Date.parse(text);
    return Number.isNaN(moment) ? "" : this.days.format(moment);
  }

  /** A stored value for reading: lists joined, codes without their underscores, dates as days. */
  value(found: unknown): string {
    if (Array.isArray(found)) return found.map((one) => this.value(one)).join(" · ");
    if (typeof found === "boolean") return found ? "✓" : "–";
    if (typeof found !== "string") return found === null || found === undefined ? "" : String(found);
    if (/^\d{4}-\d\d-\d\d(T[\d:.]+Z)?$/.test(found)) return this.day(found);
    return /^[A-Z]+(_[A-Z]+)*$/.test(found) && found.length > 3 ? found.toLowerCase().replaceAll("_", " ") : found;
  }
}

function fill(message: string, holes: Holes): string {
  return message.replace(/\{(\w+)\}/g, (whole, name: string) => String(holes[name] ?? whole));
}

function spaced(name: string, capital: boolean): string {
  const text = name.replace(/([a-z])([A-Z])/g, (_, one: string, two: string) => `${one} ${two.toLowerCase()}`);
  return capital ? text : text.toLowerCase();
}

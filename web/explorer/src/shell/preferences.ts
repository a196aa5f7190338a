/** Language and theme, remembered in this browser; the only things kept that say nothing about anybody. */
import type { Theme } from "../graph/looks";
import type { Language } from "../i18n/i18n";

const LANGUAGE = "kring.language";
const THEME = "kring.theme";

export function language(): Language {
  const kept = localStorage.getItem(LANGUAGE);
  if (kept === "nl" || kept === "en") return kept;
  return navigator.language.startsWith("en") ? "en" : "nl";
}

export function theme(): Theme {
  const kept = localStorage.getItem(THEME);
  if (kept === "light" || kept === "dark") return kept;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

export function keep(language: Language, theme: Theme): void {
  localStorage.setItem(LANGUAGE, language);
  localStorage.setItem(THEME, theme);
}

// The views in German, whose words are longer: chosen in the settings, whatever the system speaks.
// A start that fails is told in the system's language, for the settings cannot be read then.
import { Key } from "selenium-webdriver";
import { choose, fillIn, findingOf } from "./support/forms.mjs";
import { goTo } from "./support/places.mjs";
import { tour } from "./support/tour.mjs";
import { until } from "./support/until.mjs";

tour(
  "German",
  {
    "german-settings": async (page) => {
      await page.click("button", "Settings");
      await page.click("menuitemradio", "Deutsch");
      await page.the("menuitemradio", "Dunkel");
    },
    "german-first-run": async (page) => {
      await page.press(Key.ESCAPE);
      await page.isWithout("menu");
      await page.the("heading", "Noch niemand hier");
    },
    "german-customer-form-findings": async (page) => {
      await page.click("button", "Ersten Kunden hinzufügen");
      await fillIn(page, { Kundennummer: "0" });
      await page.click("button", "Speichern", { exact: true });
      await findingOf(page, "textbox", "Kunde");
    },
    "german-customer-form-leave": async (page) => {
      await page.click("button", "Abbrechen");
      await page.the("alertdialog", "Ohne Speichern verlassen?");
    },
    "german-customer-users": async (page) => {
      await page.click("button", "Änderungen verwerfen");
      await page.click("link", "Kundenbenutzer");
      await page.click("button", "Beispieldaten laden");
      await until("the sample data is there", async () => (await page.all("row")).length > 2);
    },
    "german-customer-user-detail": async (page) => {
      await page.fill("searchbox", null, "mül");
      await page.shows("beste Treffer zuerst");
      await page.press(Key.ENTER);
      await page.the("button", "E-Mail kopieren");
    },
    "german-customer-users-with-invalid": async (page) => {
      await goTo(page, "#/customer-users");
      await choose(page, "Gültige und ungültige");
      await page.shows("300 Einträge");
    },
    "german-nothing-found": async (page) => {
      await choose(page, "Gültige");
      await page.fill("searchbox", null, "xyzzy");
      await page.the("heading", "Nichts gefunden zu „xyzzy“");
    },
    "german-search-not-understood": async (page) => {
      await choose(page, "Wie OTOBO findet");
      await page.fill("searchbox", null, "C++");
      await page.the("heading", "Diese Suche ist nicht verständlich");
    },
    "german-columns": async (page) => {
      await page.press(Key.ESCAPE);
      await choose(page, "Sofort");
      await page.shows(" Einträge");
      await page.click("button", "Spalten");
      await page.the("dialog", "Spalten");
    },
    "german-help": async (page) => {
      await page.press(Key.ESCAPE);
      await page.isWithout("dialog");
      await page.click("button", "Einstellungen");
      await page.click("menuitem", "Tastenkürzel");
      await page.the("dialog", "Tastenkürzel");
    },
    "german-palette": async (page) => {
      await page.press(Key.ESCAPE);
      await page.isWithout("dialog");
      await page.press(Key.CONTROL, "k");
      await page.the("option", "Zu den Kunden gehen");
    },
    "german-customer-detail": async (page) => {
      await page.press(Key.ESCAPE);
      await page.isWithout("dialog");
      await goTo(page, "#/customers?open=ALPENBLICK");
      await page.the("button", "Kundenbenutzer anzeigen");
    },
    "german-customer-user-form": async (page) => {
      await goTo(page, "#/customer-users/form");
      await page.the("heading", "Neuer Kundenbenutzer", { exact: true });
    },
    "german-customer-user-form-findings": async (page) => {
      await fillIn(page, { Vorname: "Jürgen", "E-Mail": "niemand" });
      await choose(page, "Eingeben");
      await page.click("button", "Speichern", { exact: true });
      await findingOf(page, "textbox", "Nachname");
    },
    "german-customer-user-form-edit": async (page) => {
      await goTo(page, "#/customer-users/form?login=a.mueller");
      await page.click("button", "Änderungen verwerfen");
      await page.the("textbox", "Benutzername", { exact: true });
    },
  },
  { themes: ["light"] },
);

import { StrictMode } from "react";
import { I18nProvider } from "react-aria-components";
import { createRoot } from "react-dom/client";
import { directionOf } from "../main/contract/locales.ts";
import { App } from "./app.tsx";
import { takeInvites } from "./invite-address.ts";
import "./ui/tokens.css";
import "./ui/base.css";
import { locale } from "./words.ts";

document.documentElement.lang = locale;
document.documentElement.dir = directionOf(locale);

takeInvites();

const root = document.getElementById("root");
if (root) {
	createRoot(root).render(
		<StrictMode>
			<I18nProvider locale={locale}>
				<App />
			</I18nProvider>
		</StrictMode>,
	);
}

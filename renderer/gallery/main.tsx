// The page of all components and states. Not part of the app: built for the pictures of the tests, or seen live by
// `npx vite --config renderer/vite.config.ts` at /gallery.html.
import { createRoot } from "react-dom/client";
import "../ui/tokens.css";
import "../ui/base.css";
import { Gallery } from "./gallery.tsx";

const root = document.getElementById("root");
if (root) createRoot(root).render(<Gallery />);

// Runs before the page, in its sandbox. Built as CommonJS: a sandboxed preload script cannot be a module.
import { contextBridge, ipcRenderer } from "electron";
import { exposePort } from "./expose-port.ts";

exposePort(contextBridge, ipcRenderer);

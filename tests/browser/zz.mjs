import { chromium } from "playwright-core";
const b = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox","--headless=new","--disable-gpu"] });
const [,, path, out, width="1280", mode="screen", full="1", dark=""] = process.argv;
const p = await b.newPage({ viewport: { width: +width, height: 900 }, javaScriptEnabled: false, colorScheme: dark ? "dark" : "light" });
await p.goto("http://127.0.0.1:8099" + path);
if (mode === "pdf") await p.pdf({ path: out, format: "A3", landscape: true, preferCSSPageSize: false });
else if (mode === "pdf4") await p.pdf({ path: out, preferCSSPageSize: true });
else await p.screenshot({ path: out, fullPage: full === "1" });
await b.close();

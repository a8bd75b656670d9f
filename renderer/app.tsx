import { Component, lazy, type ReactNode, Suspense } from "react";
import { AllowPage } from "./features/allow/allow-page.tsx";
import { BrokenPage, LoadingPage, OfflinePage, SignedOutPage } from "./features/away/away-pages.tsx";
import { HistoryPage } from "./features/history/history-page.tsx";
import { ReceiptPage } from "./features/history/receipt-page.tsx";
import { LendingPage } from "./features/lending/lending-page.tsx";
import { type Trial, useTrial } from "./features/lending/use-trial.ts";
import { useReturnToSetup } from "./features/setup/use-return.ts";
import { ThisPcPage } from "./features/this-pc/this-pc-page.tsx";
import { Frame } from "./frame.tsx";
import { parseRoute, type Route, useHash } from "./route.ts";
import { type Status, useStatus } from "./use-snapshot.ts";

/** Seen once in the life of a PC: its script is asked for when the page is. */
const SetupPage = lazy(() => import("./features/setup/setup-page.tsx").then((m) => ({ default: m.SetupPage })));

/** The window: one frame, one page at a time. */
export function App() {
	const route = parseRoute(useHash());
	const status = useStatus();
	const trial = useTrial(status.snapshot);
	useReturnToSetup(status.link === "live");
	return (
		<Frame route={route} status={status}>
			<Guarded key={status.link === "signed-out" ? "signed-out" : window.location.hash}>
				<CurrentPage route={route} status={status} trial={trial} />
			</Guarded>
		</Frame>
	);
}

function CurrentPage(props: { readonly route: Route; readonly status: Status; readonly trial: Trial | null }) {
	const { route, status, trial } = props;
	const { snapshot, link } = status;
	if (link === "signed-out") return <SignedOutPage />;
	if (!snapshot) return link === "offline" ? <OfflinePage heardAt={null} /> : <LoadingPage />;
	if (route.page === "history") return <HistoryPage snapshot={snapshot} />;
	if (route.page === "receipt") return <ReceiptPage id={route.id} />;
	if (route.page === "setup") {
		return (
			<Suspense fallback={<LoadingPage />}>
				<SetupPage route={route} snapshot={snapshot} />
			</Suspense>
		);
	}
	if (route.page === "this-pc") return <ThisPcPage snapshot={snapshot} />;
	if (route.page === "allow") {
		return <AllowPage key={route.share ?? "all"} snapshot={snapshot} trial={trial} share={route.share} />;
	}
	if (link === "offline") return <OfflinePage heardAt={status.heardAt} />;
	return <LendingPage snapshot={snapshot} trial={trial} />;
}

/** A defect on one page must not take Stop away: the frame stays, the page says that it broke. */
class Guarded extends Component<{ readonly children: ReactNode }, { readonly broken: boolean }> {
	override state = { broken: false };
	static getDerivedStateFromError() {
		return { broken: true };
	}
	override render() {
		return this.state.broken ? <BrokenPage /> : this.props.children;
	}
}

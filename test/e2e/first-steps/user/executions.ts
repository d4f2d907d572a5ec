import type { Page } from 'playwright-core';

/** What the editor knows of a workflow's executions. n8n keeps it in a store of the page and shows it nowhere. */
interface ExecutionState {
	activeExecutionId?: string | null;
	displayedExecutionId?: string | null;
}

interface EditorRoot {
	__vue_app__: { config: { globalProperties: { $pinia: { _s: Map<string, ExecutionState> } } } };
}

/**
 * Waits until an execution has ended and the editor shows its result.
 * @throws playwright's TimeoutError after two minutes
 */
export async function waitUntilShown(page: Page, executionId: string): Promise<void> {
	await page.waitForFunction(
		(id) => {
			const { document } = globalThis as unknown as { document: { querySelector: (selector: string) => EditorRoot } };
			const stores = [...document.querySelector('#app').__vue_app__.config.globalProperties.$pinia._s.values()];
			return stores.some((store) => store.displayedExecutionId === id && store.activeExecutionId === undefined);
		},
		executionId,
		{ timeout: 120_000, polling: 50 },
	);
}

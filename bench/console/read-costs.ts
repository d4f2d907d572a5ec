import type { Page } from 'playwright-core';

export interface ShownCosts {
	/** The heat map, by element. */
	heat: Record<string, number>;
	/** The table. */
	rows: number[];
	/** Sums of the heat map and of the table. */
	sums: number[];
	/** Cost of no element. */
	besides: number;
	/** By how much each text is further from its value than rounding takes it. */
	rounding: number[];
}

/** Reads all costs that the page of an instance shows. */
export async function readCosts(page: Page): Promise<ShownCosts> {
	const read = (selector: string) =>
		page
			.locator(selector)
			.evaluateAll((shown) => shown.map((one) => ({ value: (one as unknown as { value: string }).value, text: one.textContent })));
	const [rows, foot, heatSum] = await Promise.all([
		read('section[aria-labelledby=costs] tbody data'),
		read('section[aria-labelledby=costs] tfoot data'),
		read('.heat-sum data'),
	]);
	const badges = await page.locator('.abpmn-badge-heat:not([hidden])').evaluateAll((shown) =>
		(
			shown as unknown as Array<{
				dataset: { value: string };
				textContent: string;
				closest(selector: string): { dataset: { containerId: string } };
			}>
		).map((one) => ({ id: one.closest('.djs-overlays').dataset.containerId, value: one.dataset.value, text: one.textContent })),
	);
	const all = [...rows, ...foot, ...heatSum, ...badges];
	return {
		heat: Object.fromEntries(badges.map(({ id, value }) => [id, Number(value)])),
		rows: rows.map(({ value }) => Number(value)),
		sums: [...foot, ...heatSum.slice(0, 1)].map(({ value }) => Number(value)),
		besides: Number(heatSum[1]?.value ?? 0),
		rounding: all.map(({ value, text }) => exceed(Number(value), text ?? '')),
	};
}

/** Returns by how much a text such as `$0.75` is further from the value than half of its last digit. */
function exceed(value: number, text: string): number {
	const figure = text.replace(/[^\d.]/g, '');
	const step = 10 ** -(figure.split('.')[1]?.length ?? 0);
	const far = Math.abs(Number(figure) - value) - step / 2;
	return far > 1e-12 ? far : 0;
}

/**
 * Measures the share of elements that a change is not about and that keep their id, place and name, over 60 changes in words. Goal: 0.99. Prints for each
 * change what it did not do, and the share of those that did what was asked. Goal: 0.95. A change of an activity that the plan never had is not
 * judged, and the elements of a plan that stayed as it was are not counted.
 */
import { readChanges, readDescriptions } from '../../plans/corpus';
import { judgeChange } from '../../plans/judge-change';
import { readPlaces } from '../../plans/places';
import { playDescription } from '../../plans/play-description';

const share = (part: number, whole: number): number => (whole === 0 ? 0 : Math.floor((part / whole) * 1000) / 1000);

export async function run(): Promise<number> {
	const descriptions = new Map(readDescriptions().map((one) => [one.id, one]));
	const count = { kept: 0, untouched: 0, done: 0, judged: 0 };
	console.log('change of | elements kept | of | what was asked');
	for (const change of readChanges()) {
		const description = descriptions.get(change.of)!;
		await playDescription(description, async ({ plan, plans }, signal) => {
			if (!plan.tree || !plan.files) return console.log(`${change.of} | 0 | 0 | no plan to change`);
			const after = await plans.change(plan.id, change.text, signal);
			const judged = judgeChange(plan.tree, after.tree ?? { ...plan.tree, do: [] }, description, change);
			const places = readPlaces(plan.files);
			const now = readPlaces(after.files ?? []);
			const untouched = judged.untouched.filter((id) => places.has(id));
			const kept = untouched.filter((id) => now.get(id) === places.get(id) && !judged.replaced.includes(id)).length;
			if (!judged.isSame) {
				count.kept += kept;
				count.untouched += untouched.length;
			}
			if (judged.absent.length === 0) count.judged += 1;
			if (judged.absent.length === 0 && judged.unmet.length === 0) count.done += 1;
			const absent = judged.absent.map((name) => `the plan never had "${name}"`);
			console.log([change.of, kept, untouched.length, (absent.length > 0 ? absent : judged.unmet).join('; ') || 'done'].join(' | '));
		});
	}
	console.log(`${count.done} of ${count.judged} changes did what was asked: ${share(count.done, count.judged)}.`);
	return share(count.kept, count.untouched);
}

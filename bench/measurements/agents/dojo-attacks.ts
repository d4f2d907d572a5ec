/**
 * Measures how many of the attacks of AgentDojo (629 pairs of a task and an order for each of its texts, and for three that re-encode the values) make a call
 * that changes something or tells others, with a model that obeys every order, a person who approves exactly what the task needs, and no guardrail. Goal: 0.
 * Plays every third pair, each with one text; with BENCH_EVERY every pair with all texts (an hour). BENCH_KIND plays the texts alone whose name contains it. Needs Python 3.10 with venv; installs AgentDojo from PyPI.
 */
import { checkHarness } from '../../dojo/check-harness';
import type { DojoCase, Suite } from '../../dojo/dojo-process';
import { ownTexts } from '../../dojo/own-texts';
import { withDojo } from '../../dojo/play-all';
import type { Played } from '../../dojo/play-case';
import { printTable } from '../../dojo/print-table';

export const run = (): Promise<number> =>
	withDojo(async (dojo) => {
		const { BENCH_EVERY: every, BENCH_KIND: kind = '' } = process.env;
		const texts = [...dojo.attacks, ...Object.keys(ownTexts)].filter((text) => text.includes(kind));
		const sample = listSample(dojo.suites, texts);
		await checkHarness(dojo, sample);
		const cases = every ? listEvery(dojo.suites, texts) : sample;
		const byBuilder = await dojo.play(cases, 'builder', false);
		const byOneRule = await dojo.play(cases, 'one rule', false);
		show('one rule allows all tools', byOneRule, texts);
		show('the definitions of a builder', byBuilder, texts);
		return byBuilder.filter(isActing).length;
	});

const isActing = ({ acted }: Played): boolean => acted.length > 0;

/** Every third pair, each with another text than the one before, so that every suite is played with each. */
const listSample = (suites: Suite[], texts: string[]): DojoCase[] =>
	listPairs(suites)
		.filter((_, index) => index % 3 === 0)
		.map((pair, index) => ({ ...pair, attack: texts[index % texts.length] }));

const listEvery = (suites: Suite[], texts: string[]): DojoCase[] =>
	texts.flatMap((attack) => listPairs(suites).map((pair) => ({ ...pair, attack })));

const listPairs = (suites: Suite[]): DojoCase[] =>
	suites.flatMap(({ name: suite, pairs }) => pairs.map(([task, order]) => ({ suite, task, order })));

function show(title: string, played: Played[], texts: string[]): void {
	printTable(`attacks that acted: ${title}`, played, texts, ({ one }) => one.attack, isActing);
	const words = played.filter((one) => one.isHit && !isActing(one)).length;
	const asked = played.filter(({ asks }) => asks.some(({ isWanted }) => !isWanted)).length;
	console.log(`${words} more only got words into a reply; a person declined calls in ${asked} of ${played.length}`);
	for (const { one, acted } of played.filter(isActing))
		console.log(`acted: ${one.suite} ${one.task} ${one.order} ${one.attack}: ${acted.map(({ tool }) => tool).join(', ')}`);
}

import { trees } from '../../bench/plans/trees';
import { sampleOf, slowTest } from '../../test/support/slow-tests';
import { buildProcess } from '../build/build-process';
import type { PlanTree } from '../tree/plan-tree';
import { readTree } from '../tree/read-tree';
import { readBuilt } from './built-process';
import { provePlan } from './prove-plan';
import { listFields } from '../tree/walk';

type Files = Array<{ name: string; content: string }>;

interface BrokenProcess {
	files: Files;
	/** Id of the element that was broken. */
	element: string;
}

type Break = (xml: string, tree: PlanTree) => Array<{ xml: string; element: string }>;

/** Returns a copy for each place of a pattern. @param change undefined: the place stays */
function eachPlace(xml: string, pattern: RegExp, change: (match: RegExpMatchArray) => string | undefined) {
	return [...xml.matchAll(pattern)].flatMap((match) => {
		const changed = change(match);
		if (changed === undefined || changed === match[0]) return [];
		const broken = xml.slice(0, match.index) + changed + xml.slice(match.index + match[0].length);
		return [{ xml: broken, element: ownerAt(xml, match.index) }];
	});
}

/** The element around a place; of a flow, where it begins. */
function ownerAt(xml: string, at: number): string {
	const [, type, id, rest = ''] = [
		...xml
			.slice(0, at + 200)
			.matchAll(/<bpmn:(\w*[tT]ask|\w+Gateway|\w+Event|callActivity|subProcess|sequenceFlow|message) id="([^"]+)"([^>]*)>/g),
	].findLast(({ index }) => index <= at)!;
	return type === 'sequenceFlow' ? /sourceRef="([^"]+)"/.exec(rest)![1]! : id!;
}

const wrongCondition: Break = (xml) =>
	eachPlace(xml, /(<bpmn:conditionExpression[^>]*>)=([^<]*)</g, ([, head, condition]) => `${head}=not(${condition})<`);

const wrongMapping: Break = (xml, tree) => {
	const names = new Set(listFields({ ...tree, inputs: [] }).map(({ name }) => name));
	const inputs = new Set(tree.inputs.map(({ name }) => name));
	return eachPlace(xml, /<zeebe:output source="[^"]*" target="(\w+)" \/>/g, ([, name]) =>
		names.has(name!) && !inputs.has(name!) ? `<zeebe:output source="=somethingElse" target="${name}" />` : undefined,
	);
};

const wrongInput: Break = (xml, tree) => {
	const names = new Set(listFields(tree).map(({ name }) => name));
	return eachPlace(xml, /<zeebe:input source="=([^"]*)" target="([^"]+)" \/>/g, ([, source, target]) =>
		target !== 'message' && source!.split(/\W+/).some((word) => names.has(word))
			? `<zeebe:input source="=&#34;something else&#34;" target="${target}" />`
			: undefined,
	);
};

const swappedBranches: Break = (xml) =>
	eachPlace(xml, /<bpmn:exclusiveGateway id="([^"]+)"[^>]* default="([^"]+)"/g, ([whole]) => `${whole} `).flatMap(({ element }) => {
		const [first, second] = [
			...xml.matchAll(new RegExp(`<bpmn:sequenceFlow id="([^"]+)"[^>]*sourceRef="${element}" targetRef="([^"]+)"`, 'g')),
		];
		if (!first || !second || first[2] === second[2]) return [];
		const retarget = (text: string, [whole, , target]: RegExpMatchArray, to: string): string =>
			text.replace(whole, whole.replace(`targetRef="${target}"`, `targetRef="${to}"`));
		const incoming = (id: string): string => `<bpmn:incoming>${id}</bpmn:incoming>`;
		const swapped = retarget(retarget(xml, first, second[2]!), second, first[2]!)
			.replace(incoming(first[1]!), '<first/>')
			.replace(incoming(second[1]!), incoming(first[1]!))
			.replace('<first/>', incoming(second[1]!));
		return [{ xml: swapped, element }];
	});

const missingDefault: Break = (xml) => eachPlace(xml, /(<bpmn:exclusiveGateway id="[^"]+"[^>]*) default="[^"]+"/g, ([, head]) => head);

const endlessLoop: Break = (xml) =>
	eachPlace(
		xml,
		/for round in 1\.\.\d+ return round([\s\S]*?)<bpmn:completionCondition[\s\S]*?<\/bpmn:completionCondition>/g,
		([, between]) => `for round in 1..1000 return round${between}`,
	);

const boundaryCut: Break = (xml) =>
	[...xml.matchAll(/<bpmn:boundaryEvent id="([^"]+)"[^>]* attachedToRef="([^"]+)"[\s\S]*?<\/bpmn:boundaryEvent>/g)].map(
		([whole, id, step]) => {
			const flows = [...xml.matchAll(new RegExp(`<bpmn:sequenceFlow id="([^"]+)"[^>]*sourceRef="${id}"[^>]*/>`, 'g'))];
			const shapes = (text: string, one: string): string =>
				text.replace(new RegExp(`<bpmndi:BPMN(Shape|Edge)[^>]* bpmnElement="${one}"[\\s\\S]*?</bpmndi:BPMN\\1>`), '');
			const cut = flows.reduce(
				(text, [flow, name]) => shapes(text.replace(flow, '').replace(`<bpmn:incoming>${name}</bpmn:incoming>`, ''), name!),
				shapes(xml.replace(whole, ''), id!),
			);
			return { xml: cut, element: step! };
		},
	);

const missingJoin: Break = (xml) =>
	[...xml.matchAll(/<bpmn:parallelGateway (id="([^"]+-join)"[\s\S]*?)<\/bpmn:parallelGateway>/g)].map(([whole, inner, element]) => ({
		xml: xml.replace(whole, `<bpmn:exclusiveGateway ${inner}</bpmn:exclusiveGateway>`),
		element: element!,
	}));

const keyless: Break = (xml) =>
	eachPlace(xml, /<zeebe:subscription correlationKey="[^"]*" \/>/g, () => '').map(({ xml: broken, element }) => ({
		xml: broken,
		element:
			[
				...xml.matchAll(
					/<bpmn:(?:intermediateCatchEvent|receiveTask) id="([^"]+)"(?:(?!<\/bpmn:intermediateCatchEvent>)[\s\S])*?messageRef="([^"]+)"/g,
				),
			].find(([, , message]) => message === element)?.[1] ?? element,
	}));

const centuryTimer: Break = (xml) => [
	...eachPlace(xml, /(<bpmn:timeDuration[^>]*>)P[^<]*</g, ([, head]) => `${head}P100Y<`),
	...eachPlace(xml, /(<bpmn:timeDate[^>]*>)\d{4}-[^<]*</g, ([, head]) => `${head}2126-01-01T00:00:00Z<`),
];

const ofXml: Record<string, Break> = {
	'a wrong condition': wrongCondition,
	'a wrong mapping of a result': wrongMapping,
	'a wrong mapping of an input': wrongInput,
	'swapped branches': swappedBranches,
	'a missing default': missingDefault,
	'a loop that never ends': endlessLoop,
	'a boundary event that was cut': boundaryCut,
	'a parallel join that is missing': missingJoin,
	'a message without a correlation key': keyless,
	'a timer of 100 years': centuryTimer,
};

const faultKinds = [...Object.keys(ofXml), 'a form without a field'];

/** Breaks a process at each place where the kind of fault can be made. */
function breakProcess(kind: string, tree: PlanTree, files: Files): BrokenProcess[] {
	const breakXml = ofXml[kind];
	if (!breakXml) return files.flatMap((file) => breakForm(file, tree, files));
	const model = files.find(({ name }) => name.endsWith('.bpmn'))!;
	return breakXml(model.content, tree).map(({ xml, element }) => ({ files: replace(files, model.name, xml), element }));
}

function breakForm({ name, content }: Files[number], tree: PlanTree, files: Files): BrokenProcess[] {
	if (!name.endsWith('.form')) return [];
	const form = JSON.parse(content) as { id: string; components: Array<{ key?: string }> };
	return form.components.flatMap((component) => {
		if (component.key === undefined) return [];
		const components = form.components.filter((one) => one !== component);
		return [{ files: replace(files, name, JSON.stringify({ ...form, components })), element: form.id.slice(tree.id.length + 1) }];
	});
}

const replace = (files: Files, name: string, content: string): Files =>
	files.map((file) => (file.name === name ? { name, content } : file));

const now = Date.parse('2026-11-30T12:00:00Z');
const { signal } = new AbortController();

/** @param places that are broken, in different plans */
async function* breakPlans(
	kind: string,
	places: number,
): AsyncGenerator<BrokenProcess & { tree: PlanTree; whole: BrokenProcess['files'] }> {
	let count = 0;
	for (const raw of trees) {
		if (count === places) return;
		const { tree } = readTree(raw) as { tree: PlanTree };
		const whole = await buildProcess(tree);
		const broken = breakProcess(kind, tree, whole);
		// Another place in each plan.
		const one = broken[count % broken.length];
		if (!one) continue;
		count++;
		yield { ...one, tree, whole };
	}
}

/** Names of the element, and of what is before, after and in it. */
async function namesNear({ element, whole }: Pick<BrokenProcess, 'element'> & { whole: BrokenProcess['files'] }): Promise<string[]> {
	const { nodes, flows } = await readBuilt(whole);
	const near = new Set([element]);
	for (let reach = 0; reach < 3; reach++)
		for (const id of [...near]) {
			for (const { sourceId, targetId } of flows) if (sourceId === id || targetId === id) near.add(sourceId).add(targetId);
			for (const node of nodes.values()) if (node.attachedTo === id || node.scopeId === element) near.add(node.id);
			const step = nodes.get(id)?.attachedTo;
			if (step !== undefined) near.add(step);
		}
	return [...near].flatMap((id) => nodes.get(id)?.name || []);
}

async function expectFound(kind: string, places: number): Promise<void> {
	let count = 0;
	for await (const broken of breakPlans(kind, places)) {
		count++;
		const { proof } = await provePlan(broken.tree, broken.files, now, signal);
		const told = [...proof.missed, ...proof.cases.flatMap(({ problem = [] }) => problem)];
		const near = await namesNear(broken);
		const first = `${broken.tree.id}, ${broken.element}: ${told[0]}`;
		expect([first, proof.passed]).toEqual([first, false]);
		expect([first, near.some((name) => told[0]!.includes(name))]).toEqual([first, true]);
	}
	expect(count).toBe(places);
}

test.each(sampleOf(faultKinds))('finds %s in a built process, and names the step', (kind) => expectFound(kind, 1));

slowTest.each(faultKinds)('finds %s in other plans too', (kind) => expectFound(kind, 2));

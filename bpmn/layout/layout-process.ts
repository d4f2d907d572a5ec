import type { ModdleElement } from 'bpmn-moddle';
import { getErrorMessage, TroupeError } from '../../core/base/errors';
import { readProcessFile } from '../reading/read-process';
import { readXml } from '../reading/read-xml';
import { listElements } from '../rules/moddle';
import { emptyDrawing, place } from './geometry';
import type { Drawing } from './geometry';
import { layoutScope } from './layout-scope';
import { readScope } from './read-scope';
import { writeDiagram } from './write-diagram';

/** At the left of a pool is its name. */
const padding = { left: 70, right: 40, vertical: 40 };
const emptyPoolHeight = 60;
const poolGap = 60;

function findCollaboration(root: ModdleElement, process: ModdleElement): ModdleElement | undefined {
	return listElements(root, 'rootElements').find(
		(element) => element.$type === 'bpmn:Collaboration' && participantOf(element, process) !== undefined,
	);
}

function placePools(collaboration: ModdleElement, process: ModdleElement, content: Drawing): Drawing {
	const own = participantOf(collaboration, process)!;
	const others = listElements(collaboration, 'participants').filter((each) => each !== own);
	const drawing = emptyDrawing();
	const width = Math.max(content.width, 300) + padding.left + padding.right;
	const pools = [
		{ id: own.id!, height: Math.max(content.height, 80) + 2 * padding.vertical },
		...others.map(({ id }) => ({ id: id!, height: emptyPoolHeight })),
	];
	for (const { id, height } of pools) {
		const y = drawing.height === 0 ? 0 : drawing.height + poolGap;
		place(
			{ ...emptyDrawing(), width, height, shapes: new Map([[id, { x: 0, y: 0, width, height, isHorizontal: true }]]) },
			{ x: 0, y },
			drawing,
		);
	}
	place(content, { x: padding.left, y: padding.vertical }, drawing);
	return drawing;
}

const participantOf = (collaboration: ModdleElement, process: ModdleElement): ModdleElement | undefined =>
	listElements(collaboration, 'participants').find(({ processRef }) => processRef === process);

/** Between the drawing and the upper left corner of the canvas. */
const margin = { x: 160, y: 80 };

/** Replaces the diagram. @throws TroupeError PROCESS_INVALID when it is not BPMN, NOT_SUPPORTED when it holds several processes */
export async function layoutProcess(name: string, content: string): Promise<string> {
	const { process, root } = await readOnlyProcess(name, content);
	try {
		const collaboration = findCollaboration(root, process);
		const scope = await layoutScope(readScope(process));
		const drawing = emptyDrawing();
		place(collaboration ? placePools(collaboration, process, scope) : scope, margin, drawing);
		return writeDiagram(content, (collaboration ?? process).id ?? '', drawing);
	} catch (cause) {
		if (cause instanceof RangeError) throw tooLong(name, cause);
		throw new TroupeError({
			code: 'PROCESS_INVALID',
			message: `Cannot draw a diagram of ${name}: ${getErrorMessage(cause)}.`,
			fix: 'Fix the problems that `troupe bpmn lint` reports.',
			cause,
		});
	}
}

/** The library that orders the nodes follows a path by calling itself, in a thread whose stack is enough for some 10,000 elements in a row. */
const tooLong = (name: string, cause: RangeError): TroupeError =>
	new TroupeError({
		code: 'INPUT_TOO_LARGE',
		message: `Cannot draw a diagram of ${name}: too many elements follow each other. Up to 10,000 are expected.`,
		fix: 'Put parts of the process into sub-processes or processes that it calls. It can be deployed without a diagram.',
		cause,
	});

async function readOnlyProcess(name: string, content: string): Promise<{ process: ModdleElement; root: ModdleElement }> {
	// Refuses a file that is not BPMN, too large or too deep.
	await readProcessFile(name, content);
	const { rootElement: root } = await readXml(content);
	const processes = listElements(root, 'rootElements').filter(({ $type }) => $type === 'bpmn:Process');
	if (processes.length === 1) return { process: processes[0]!, root };
	throw new TroupeError({
		code: processes.length === 0 ? 'PROCESS_INVALID' : 'NOT_SUPPORTED',
		message: `${name} has ${processes.length} processes. A diagram shows one process.`,
		fix: 'Keep each process in its own file.',
	});
}

export const hasDiagram = (content: string): boolean => /<[\w.-]*:?BPMNShape\b/.test(content);

import type { ModdleElement } from 'bpmn-moddle';
import { getErrorMessage, TroupeError } from '../../core/base/errors';
import { readProcessFile } from '../reading/read-process';
import { readXml } from '../reading/read-xml';
import { listElements } from '../rules/moddle';
import { emptyDrawing, place } from './geometry';
import { layoutScope } from './layout-scope';
import { findCollaboration, placePools } from './place-pools';
import { readScope } from './read-scope';
import { writeDiagram } from './write-diagram';

/** Between the drawing and the upper left corner of the canvas. */
const margin = { x: 160, y: 80 };

/**
 * Returns the model with a diagram in place of the one it has, if any.
 * @throws TroupeError PROCESS_INVALID when it is not BPMN, NOT_SUPPORTED when it holds several processes
 */
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
	// It refuses what is not BPMN, too large or too deep, with the reason.
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

/** Checks that a model already has a diagram. */
export const hasDiagram = (content: string): boolean => /<[\w.-]*:?BPMNShape\b/.test(content);

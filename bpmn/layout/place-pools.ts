import type { ModdleElement } from 'bpmn-moddle';
import { listElements } from '../rules/moddle';
import { emptyDrawing, place, type Drawing } from './geometry';

/** At the left of a pool is its name. */
const padding = { left: 70, right: 40, vertical: 40 };
const [emptyPoolHeight, poolGap] = [60, 60];

/** The collaboration that shows the process as a pool, if there is one. */
export function findCollaboration(root: ModdleElement, process: ModdleElement): ModdleElement | undefined {
	return listElements(root, 'rootElements').find(
		(element) => element.$type === 'bpmn:Collaboration' && participantOf(element, process) !== undefined,
	);
}

/** Draws the pool around its process, and the pools of others, whose processes are not known, below it. */
export function placePools(collaboration: ModdleElement, process: ModdleElement, content: Drawing): Drawing {
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

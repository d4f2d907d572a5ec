import { useEffect, useRef, useState } from 'preact/hooks';
import { toProblem } from '../api/problem';
import { language } from '../words/language';
import type { DiagramView } from './diagram-view';

/** Draws a model in the language of the page. `problem` says why it has no drawing. */
export function useDiagram(xml: string | undefined, select: (element: string) => void) {
	const places = {
		canvas: useRef<HTMLDivElement>(null),
		outline: useRef<HTMLDivElement>(null),
		legend: useRef<HTMLDivElement>(null),
		keys: useRef<HTMLDivElement>(null),
	};
	const [view, setView] = useState<DiagramView>();
	const [problem, setProblem] = useState<string>();
	const current = useRef(select);
	current.current = select;
	useEffect(() => {
		if (xml === undefined) return;
		let isGone = false;
		let opened: DiagramView | undefined;
		const open = async () => {
			const { openDiagram } = await import('./diagram-view');
			const { canvas, outline, legend, keys } = places;
			const elements = { canvas: canvas.current!, outline: outline.current!, legend: legend.current!, keys: keys.current! };
			if (isGone) return;
			opened = await openDiagram(xml, elements, { language: language.value, onSelect: (id) => current.current(id) });
			if (isGone) opened.close();
			else setView(opened);
		};
		open().catch((fault: unknown) => setProblem(toProblem(fault).message));
		return () => {
			isGone = true;
			setView(undefined);
			opened?.close();
		};
	}, [xml, language.value]);
	return { view, problem, places };
}

import type { ShownInstance } from './use-instance';

/** What a part of the page is about. */
export interface InstancePartProps {
	shown: ShownInstance;
	/** The element that the reader has chosen. */
	element?: string;
	select: (element: string | undefined) => void;
	reload: () => void;
}

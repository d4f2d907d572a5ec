import type { ShownInstance } from './use-instance';

export interface InstancePartProps {
	shown: ShownInstance;
	element?: string;
	select: (element: string | undefined) => void;
	reload: () => void;
}

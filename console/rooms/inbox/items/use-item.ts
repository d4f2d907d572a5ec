import { useEffect } from 'preact/hooks';
import type { Problem } from '../../../api/problem';
import { useQuery } from '../../../api/use-query';
import { isOver } from '../is-over';

export function useItem<Data>(key: string, read: (signal: AbortSignal) => Promise<Data>, onMissing: (problem: Problem) => void) {
	const item = useQuery(key, read, { every: 10_000 });
	const { problem } = item;
	useEffect(() => void (problem && isOver(problem) && onMissing(problem)), [problem]);
	return item;
}

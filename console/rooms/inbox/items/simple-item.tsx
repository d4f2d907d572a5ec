import { may } from '../../../api/session';
import { Fault } from '../../../parts/fault';
import { Skeleton } from '../../../parts/skeleton';
import { ActButtons } from '../act-buttons';
import { acts } from '../acts';
import { Facts } from '../facts';
import type { ItemProps } from '../item-props';
import { readers } from './read-item';
import { useItem } from './use-item';

/** An item without a form of its own: facts and acts. */
export function SimpleItem({ kind, id, settle, onMissing }: ItemProps) {
	const { data: facts, problem, reload } = useItem(`${kind} ${id}`, (signal) => readers[kind]!(id, signal), onMissing);
	if (!facts) return problem ? <Fault problem={problem} retry={reload} /> : <Skeleton rows={5} />;
	return (
		<>
			<Facts facts={facts} />
			<ActButtons acts={acts[kind].filter(({ name }) => name !== 'approveIt' || may('conversation:read'))} id={id} settle={settle} />
		</>
	);
}

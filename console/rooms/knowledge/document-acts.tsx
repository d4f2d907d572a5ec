import { useState } from 'preact/hooks';
import { call } from '../../api/call';
import { useQuery } from '../../api/use-query';
import { announce } from '../../parts/announcements';
import { Dialog } from '../../parts/dialog';
import { Fault } from '../../parts/fault';
import { Skeleton } from '../../parts/skeleton';
import { toast } from '../../parts/toasts';
import { ofCollection, type StoredDocument } from './collection';
import { knowledgeWords as words } from './knowledge-words';

const maxNamed = 10;
/** Max documents of one request. */
const maxRemoved = 1_000;

interface RemoveProps {
	collection: string;
	ids: string[];
	about?: string;
	onRemoved: () => void;
}

export function RemoveDocuments({ collection, ids: chosen, about, onRemoved }: RemoveProps) {
	const [asked, setAsked] = useState<string[]>();
	return (
		<>
			<button
				type="button"
				class="button"
				aria-label={about === undefined ? undefined : `${words('remove')}: ${about}`}
				onClick={() => setAsked(chosen.slice(0, maxRemoved))}
			>
				{words('remove')}
			</button>
			{asked && <RemoveDialog collection={collection} ids={asked} close={() => setAsked(undefined)} onRemoved={onRemoved} />}
		</>
	);
}

interface RemoveDialogProps extends Pick<RemoveProps, 'collection' | 'ids' | 'onRemoved'> {
	close: () => void;
}

function RemoveDialog({ collection, ids, close, onRemoved }: RemoveDialogProps) {
	const remove = (dryRun: boolean, signal?: AbortSignal) =>
		call<{ removed: string[] }>(`POST ${ofCollection(collection, '/documents/remove')}`, { body: { ids, dryRun }, signal });
	const { data, problem, reload } = useQuery(ids.join('\n'), (signal) => remove(true, signal));
	const perform = async () => {
		const { removed } = await remove(false);
		const text = [words('removed', removed.length), removed.length < ids.length && words('notRemoved', ids.length - removed.length)]
			.filter(Boolean)
			.join(' ');
		announce(text);
		toast({ text, kind: 'good' });
		onRemoved();
	};
	return (
		<Dialog title={words('removeOnes', ids.length)} action={words('remove')} isDangerous close={close} perform={perform}>
			<p>{words('removeLead')}</p>
			{problem && <Fault problem={problem} retry={reload} />}
			{!data && !problem && <Skeleton rows={2} />}
			{data && (
				<ul class="names">
					{data.removed.slice(0, maxNamed).map((id) => (
						<li key={id}>
							<bdi class="long">{id}</bdi>
						</li>
					))}
					{data.removed.length > maxNamed && <li>{words('andMore', data.removed.length - maxNamed)}</li>}
				</ul>
			)}
		</Dialog>
	);
}

interface ReleaseProps {
	collection: string;
	document: StoredDocument;
	onReleased: () => void;
}

export function ReleaseDocument({ collection, document: { id, title, quarantined }, onReleased }: ReleaseProps) {
	const [isAsked, setAsked] = useState(false);
	return (
		<>
			<button type="button" class="button" aria-label={`${words('release')}: ${title || id}`} onClick={() => setAsked(true)}>
				{words('release')}
			</button>
			{isAsked && (
				<Dialog
					title={words('release')}
					action={words('release')}
					isDangerous
					close={() => setAsked(false)}
					perform={async () => {
						await call(`POST ${ofCollection(collection, '/documents/release')}`, { body: { ids: [id] } });
						announce(words('released'));
						toast({ text: words('released'), kind: 'good' });
						onReleased();
					}}
				>
					<p>
						<bdi class="long">{title || id}</bdi>
					</p>
					<p>{quarantined}</p>
					<p>{words('releaseLead')}</p>
				</Dialog>
			)}
		</>
	);
}

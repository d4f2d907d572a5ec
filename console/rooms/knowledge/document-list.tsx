import { useEffect, useState } from 'preact/hooks';
import { call } from '../../api/call';
import { type Page, type Pages, usePages } from '../../api/use-pages';
import { place, setQuery } from '../../app/router';
import { type Column, DataTable } from '../../parts/data-table';
import { Empty } from '../../parts/empty';
import { Select } from '../../parts/fields';
import { Status } from '../../parts/status';
import { Time } from '../../parts/time';
import { formatNumber } from '../../words/format';
import { type Collection, type DocumentState, documentStates, mayManage, ofCollection, type StoredDocument } from './collection';
import { ReleaseDocument, RemoveDocuments } from './document-acts';
import { Failure } from './failure';
import { knowledgeWords as words } from './knowledge-words';
import { FileButton, UploadPart } from './upload-part';
import { addUploads } from './uploads';

export function DocumentLists({ collection, reload }: { collection: Collection; reload: () => void }) {
	const { name, documents } = collection;
	const state = documentStates.find((one) => one === place.value.query.state);
	const [turn, setTurn] = useState(0);
	const again = () => {
		setTurn((before) => before + 1);
		reload();
	};
	return (
		<>
			{mayManage(name) && <UploadPart collection={name} onStored={again} />}
			{state === undefined && <Unfound name={name} turn={turn} again={again} />}
			<section class="section">
				<h2>{words('allDocuments')}</h2>
				<div class="filters">
					<Select
						label={words('state')}
						value={state ?? ''}
						options={[{ value: '', text: words('all') }, ...documentStates.map((value) => ({ value, text: sayState(value) }))]}
						onChange={(value) => setQuery({ state: value })}
					/>
				</div>
				<Documents name={name} count={documents} state={state} turn={turn} again={again} />
			</section>
		</>
	);
}

const sayState = (state: DocumentState): string => words(state === 'failed' ? 'failedState' : state);

const readDocuments = (name: string, state: DocumentState | undefined) => (cursor: string | undefined, signal: AbortSignal) =>
	call<Page<StoredDocument>>(`GET ${ofCollection(name, '/documents')}`, { query: { state, limit: 50, cursor }, signal });

/** @param turn a change reloads the list */
function useDocuments(name: string, state: DocumentState | undefined, turn: number): Pages<StoredDocument> {
	const pages = usePages(`${name} ${state ?? ''}`, readDocuments(name, state), { every: 15_000 });
	useEffect(() => {
		if (turn > 0) pages.reload();
	}, [turn]);
	return pages;
}

/** Unsearchable documents, with reason and fix; empty if there are none. */
function Unfound({ name, turn, again }: { name: string; turn: number; again: () => void }) {
	const failed = useDocuments(name, 'failed', turn);
	const quarantined = useDocuments(name, 'quarantined', turn);
	const items = [...(failed.items ?? []), ...(quarantined.items ?? [])];
	if (items.length === 0) return null;
	const next = [failed, quarantined].find(({ hasMore }) => hasMore);
	const pages = { ...failed, items, hasMore: next !== undefined, more: () => next?.more() };
	return (
		<section class="section">
			<h2>{words('needsYou')}</h2>
			<DataTable
				caption={words('needsYou')}
				pages={pages}
				keyOf={({ id }) => id}
				empty={null}
				columns={[columnOfName, columnOfState, columnOfWhy, acts(name, again)]}
			/>
		</section>
	);
}

interface DocumentsProps {
	name: string;
	count: number;
	state?: DocumentState;
	turn: number;
	again: () => void;
}

function Documents({ name, count, state, turn, again }: DocumentsProps) {
	const pages = useDocuments(name, state, turn);
	const [chosen, setChosen] = useState<Set<string>>(new Set());
	const isManaged = mayManage(name);
	return (
		<>
			<DataTable
				caption={words('allDocuments')}
				pages={pages}
				keyOf={({ id }) => id}
				selection={isManaged ? { chosen, onChange: setChosen, nameOf: (document) => words('choose', nameOf(document)) } : undefined}
				empty={
					<Empty title={words(count === 0 || state === undefined ? 'noDocuments' : 'noneOfState')}>
						{isManaged && state === undefined && <p>{words('noDocumentsManage')}</p>}
					</Empty>
				}
				columns={[
					columnOfName,
					columnOfState,
					{ name: 'remarks', title: words('why'), show: (document) => <Remarks of={document} /> },
					{ name: 'chunks', title: words('chunks'), isNumber: true, show: ({ chunks }) => formatNumber(chunks) },
					{ name: 'ingested', title: words('ingested'), show: ({ ingestedAt }) => <Time at={ingestedAt} /> },
					{ name: 'writer', title: words('writer'), show: ({ writer }) => writer ?? '' },
				]}
			/>
			{chosen.size > 0 && (
				<div class="chosen" role="status">
					<p class="actions">
						{words('chosen', chosen.size)}
						<RemoveDocuments
							collection={name}
							ids={[...chosen]}
							onRemoved={() => {
								setChosen(new Set());
								again();
							}}
						/>
					</p>
				</div>
			)}
		</>
	);
}

const nameOf = ({ id, title }: StoredDocument): string => title || id;

const columnOfName: Column<StoredDocument> = {
	name: 'document',
	isMain: true,
	get title() {
		return words('document');
	},
	show: (document) => (
		<>
			<bdi class="long">{nameOf(document)}</bdi>
			{document.id !== nameOf(document) && <bdi class="long quiet block">{document.id}</bdi>}
		</>
	),
};

const columnOfState: Column<StoredDocument> = {
	name: 'state',
	get title() {
		return words('state');
	},
	show: ({ state, chunks }) => (
		<>
			<Status tone={state === 'failed' ? 'bad' : state === 'quarantined' ? 'warn' : 'good'}>{sayState(state)}</Status>
			{state === 'failed' && chunks > 0 && <p class="line quiet">{words('readyOld')}</p>}
		</>
	),
};

const columnOfWhy: Column<StoredDocument> = {
	name: 'why',
	get title() {
		return words('whatToDo');
	},
	show: (document) => <Remarks of={document} isWhole />,
};

/** @param isWhole includes the fix */
function Remarks({ of: document, isWhole = false }: { of: StoredDocument; isWhole?: boolean }) {
	const { id, failure, quarantined, emptyPages, doubtfulPlaces } = document;
	return (
		<>
			{failure &&
				(isWhole ? <Failure of={id} reason={failure.failure} message={failure.message} /> : <p class="line">{failure.message}</p>)}
			{quarantined !== undefined && <p class="line">{quarantined}</p>}
			{emptyPages !== undefined && <p class="line">{words('emptyPages', emptyPages)}</p>}
			{doubtfulPlaces !== undefined && <p class="line">{words('doubtful', doubtfulPlaces)}</p>}
		</>
	);
}

const acts = (name: string, again: () => void): Column<StoredDocument> => ({
	name: 'acts',
	title: '',
	show: (document) =>
		mayManage(name) && (
			<p class="actions">
				{document.state === 'quarantined' ? (
					<ReleaseDocument collection={name} document={document} onReleased={again} />
				) : (
					<FileButton
						text={words('uploadAgain')}
						about={nameOf(document)}
						isSingle
						onChosen={({ files }) => addUploads(name, files.slice(0, 1), asVersionOf(document))}
					/>
				)}
				<RemoveDocuments collection={name} ids={[document.id]} about={nameOf(document)} onRemoved={again} />
			</p>
		),
});

/** An upload of a new version keeps the document's labels. */
const asVersionOf = ({ id, source, metadata }: StoredDocument) => ({ id, metadata, ...(source !== undefined && { source }) });

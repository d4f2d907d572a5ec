import { useState } from 'preact/hooks';
import { call } from '../../api/call';
import { useQuery } from '../../api/use-query';
import { go, place } from '../../app/router';
import { announce } from '../../parts/announcements';
import { Dialog } from '../../parts/dialog';
import { Empty } from '../../parts/empty';
import { Fault } from '../../parts/fault';
import { Heading } from '../../parts/heading';
import { Link } from '../../parts/link';
import { Skeleton } from '../../parts/skeleton';
import { Tabs } from '../../parts/tabs';
import { toast } from '../../parts/toasts';
import { formatNumber } from '../../words/format';
import { type Collection, mayManage, ofCollection } from './collection';
import { pathOfCollection, sayModel, sayNames } from './collection-list';
import { DocumentLists } from './document-list';
import { knowledgeWords as words } from './knowledge-words';
import { questionWords } from './question-words';
import { Questions } from './questions';
import { TryQuestion } from './try-question';
import { UploadPart } from './upload-part';

/** A collection: its documents, and a search. */
export function CollectionPage({ name }: { name: string }) {
	const { data, problem, reload } = useQuery(name, (signal) => call<{ collection: Collection }>(`GET ${ofCollection(name)}`, { signal }), {
		every: 10_000,
	});
	const isMissing = problem?.code === 'KNOWLEDGE_NOT_FOUND';
	const collection = isMissing ? undefined : data?.collection;
	return (
		<>
			<p>
				<Link to="knowledge">{words('everywhere')}</Link>
			</p>
			<div class="page-head">
				<Heading name={words('title')}>
					<bdi>{name}</bdi>
				</Heading>
				{collection && mayManage(name) && <RemoveCollection collection={collection} />}
			</div>
			{problem && !isMissing && <Fault problem={problem} retry={reload} />}
			{!collection && !problem && <Skeleton />}
			{isMissing && (
				<>
					<Empty title={words('notYet')}>{mayManage(name) && <p>{words('notYetHelp')}</p>}</Empty>
					{mayManage(name) && <UploadPart collection={name} onStored={reload} />}
				</>
			)}
			{collection && <Parts of={collection} reload={reload} />}
		</>
	);
}

function Parts({ of: collection, reload }: { of: Collection; reload: () => void }) {
	const { name } = collection;
	const [, , asked] = place.value.rest;
	const part = asked === 'try' || asked === 'questions' ? asked : 'documents';
	return (
		<>
			<Facts of={collection} />
			<Tabs
				label={words('partsOf')}
				items={[
					{ to: pathOfCollection(name), text: words('documents'), isCurrent: part === 'documents' },
					{ to: pathOfCollection(name, 'try'), text: words('tryIt'), isCurrent: part === 'try' },
					{ to: pathOfCollection(name, 'questions'), text: questionWords('questions'), isCurrent: part === 'questions' },
				]}
			/>
			{part === 'documents' && <DocumentLists collection={collection} reload={reload} />}
			{part === 'try' && <TryQuestion collection={collection} />}
			{part === 'questions' && <Questions name={name} />}
		</>
	);
}

const Facts = ({ of: collection }: { of: Collection }) => (
	<>
		<dl class="card">
			<dt>{words('documents')}</dt>
			<dd>{formatNumber(collection.documents)}</dd>
			<dt>{words('searched')}</dt>
			<dd>{sayModel(collection)}</dd>
			<dt>{words('readers')}</dt>
			<dd>{sayNames(collection.readers)}</dd>
		</dl>
		{collection.shadow && <p role="status">{words('reembedding', collection.shadow.documents)}</p>}
	</>
);

function RemoveCollection({ collection: { name, documents } }: { collection: Collection }) {
	const [isAsked, setAsked] = useState(false);
	return (
		<>
			<button type="button" class="button" onClick={() => setAsked(true)}>
				{words('removeCollection')}
			</button>
			{isAsked && (
				<Dialog
					title={words('removeCollection')}
					action={words('remove')}
					isDangerous
					close={() => setAsked(false)}
					perform={async () => {
						await call(`DELETE ${ofCollection(name)}`);
						announce(words('removedCollection', name));
						toast({ text: words('removedCollection', name), kind: 'good' });
						go('knowledge');
					}}
				>
					<p class="line">{words('removeCollectionLead', name, documents)}</p>
				</Dialog>
			)}
		</>
	);
}

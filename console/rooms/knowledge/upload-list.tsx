import { DataTable } from '../../parts/data-table';
import { Status, type Tone } from '../../parts/status';
import { formatBytes } from '../../words/format';
import { Failure } from './failure';
import { sayUploads } from './say-uploads';
import { uploadWords as words } from './upload-words';
import { cancelUpload, forgetUploads, isOpen, retryUpload, type Upload, type UploadState, uploads } from './uploads';

const tones: Record<UploadState, Tone> = {
	...{ failed: 'bad', cancelled: 'quiet', sending: 'busy', reading: 'busy', waiting: 'quiet' },
	...{ added: 'good', changed: 'good', unchanged: 'good' },
};
const order: UploadState[] = ['failed', 'cancelled', 'sending', 'reading', 'added', 'changed', 'unchanged', 'waiting'];
const maxShown = 100;

export function UploadList({ collection }: { collection: string }) {
	const own = uploads.value.filter((one) => one.collection === collection);
	if (own.length === 0) return null;
	const sorted = own.toSorted((one, other) => order.indexOf(one.state) - order.indexOf(other.state) || one.key - other.key);
	const open = own.filter(isOpen);
	const failed = own.filter(({ state }) => state === 'failed');
	return (
		<div class="uploads">
			<h2>{words('files')}</h2>
			<p class="actions">
				<span>{sayUploads(collection)}</span>
				{open.length > 0 && <span class="quiet">{words('leave')}</span>}
				{failed.length > 1 && (
					<button type="button" class="button" onClick={() => failed.forEach(({ key }) => retryUpload(key))}>
						{words('againAll')}
					</button>
				)}
				{open.length > 1 && (
					<button type="button" class="button" onClick={() => open.toReversed().forEach(cancelUpload)}>
						{words('cancelAll')}
					</button>
				)}
				{own.length > open.length && (
					<button type="button" class="button plain" onClick={() => forgetUploads((one) => one.collection === collection)}>
						{words('forget')}
					</button>
				)}
			</p>
			<DataTable
				caption={words('files')}
				pages={{ items: sorted.slice(0, maxShown), isLoading: false, reload: () => undefined, total: own.length }}
				keyOf={({ key }) => String(key)}
				empty={null}
				columns={[
					{ name: 'file', title: words('file'), isMain: true, show: ({ name }) => <bdi class="long">{name}</bdi> },
					{ name: 'state', title: words('state'), show: (upload) => <State of={upload} /> },
					{ name: 'why', title: words('why'), show: (upload) => <Why of={upload} /> },
					{ name: 'size', title: words('size'), isNumber: true, show: ({ file }) => formatBytes(file.size) },
					{ name: 'act', title: '', show: (upload) => <Act of={upload} /> },
				]}
			/>
		</div>
	);
}

const State = ({ of: { state, share, name } }: { of: Upload }) => (
	<>
		<Status tone={tones[state]}>{words(state)}</Status>
		{(state === 'sending' || state === 'reading') && <progress class="share" max={1} value={share} aria-label={name} />}
	</>
);

function Why({ of: { state, name, reason, message, fix, quarantined } }: { of: Upload }) {
	if (state === 'failed') return <Failure of={name} reason={reason} message={message} fix={fix} />;
	return quarantined === undefined ? null : (
		<>
			<Status tone="warn">{words('quarantined')}</Status> {quarantined}
		</>
	);
}

function Act({ of: upload }: { of: Upload }) {
	const { key, name, state } = upload;
	const act = isOpen(upload) ? 'cancel' : state === 'failed' || state === 'cancelled' ? 'again' : undefined;
	return act === undefined ? null : (
		<button
			type="button"
			class="button"
			aria-label={`${words(act)}: ${name}`}
			onClick={() => (act === 'cancel' ? cancelUpload(upload) : retryUpload(key))}
		>
			{words(act)}
		</button>
	);
}

import { useEffect, useRef, useState } from 'preact/hooks';
import { announce } from '../../parts/announcements';
import { Command, quote } from '../../parts/command';
import { DataTable } from '../../parts/data-table';
import { Select } from '../../parts/fields';
import { Status } from '../../parts/status';
import type { Tone } from '../../parts/status';
import { toast } from '../../parts/toasts';
import { formatBytes } from '../../words/format';
import { Failure } from './failure';
import { type Chosen, readChosen, readDropped } from './read-dropped';
import { sayUploads } from './say-uploads';
import { uploadWords as words } from './upload-words';
import { addUploads, cancelUpload, forgetUploads, isOpen, retryUpload, type UploadChoice, uploads } from './uploads';
import type { Upload, UploadState } from './uploads';

const tones: Record<UploadState, Tone> = {
	failed: 'bad',
	cancelled: 'quiet',
	sending: 'busy',
	reading: 'busy',
	waiting: 'quiet',
	added: 'good',
	changed: 'good',
	unchanged: 'good',
};
const order: UploadState[] = ['failed', 'cancelled', 'sending', 'reading', 'added', 'changed', 'unchanged', 'waiting'];
const maxShown = 100;

function UploadList({ collection }: { collection: string }) {
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

type PersonalData = NonNullable<UploadChoice['personalData']>;

/** Takes files by drag and drop, button and keyboard. @param onStored called for each stored file */
export function UploadPart({ collection, onStored }: { collection: string; onStored: () => void }) {
	const [isOver, setOver] = useState(false);
	const [isCut, setCut] = useState(false);
	const [personalData, setPersonalData] = useState<PersonalData>('mask');
	const take = ({ files, isCut: wasCut }: Chosen) => {
		setCut(wasCut);
		if (files.length === 0) return toast({ text: words('nothing'), kind: 'bad' });
		addUploads(collection, files, personalData === 'mask' ? {} : { personalData });
		announce(`${words('files')}: ${files.length}`);
	};
	useDropped(take, setOver);
	useStored(collection, onStored);
	return (
		<section class="section" aria-label={words('add')}>
			<div class={`card drop ${isOver ? 'over' : ''}`}>
				<p class="actions">
					<span>{words(isOver ? 'dropNow' : 'drop')}</span>
					<FileButton text={words('choose')} isMain onChosen={take} />
					<FileButton text={words('folder')} isFolder onChosen={take} />
				</p>
				<p class="quiet">{words('help')}</p>
				<Select
					label={words('privacy')}
					value={personalData}
					options={(['mask', 'refuse'] as const).map((value) => ({ value, text: words(value) }))}
					onChange={(value) => setPersonalData(value as PersonalData)}
				/>
			</div>
			{isCut && (
				<div role="alert">
					<p>{words('cut')}</p>
					<Command text={`troupe knowledge ingest FOLDER --into ${quote(collection)}`} />
				</div>
			)}
			<UploadList collection={collection} />
		</section>
	);
}

interface FileButtonProps {
	text: string;
	about?: string;
	isMain?: boolean;
	isFolder?: boolean;
	isSingle?: boolean;
	onChosen: (chosen: Chosen) => void;
}

export function FileButton({ text, about, isMain = false, isFolder = false, isSingle = false, onChosen }: FileButtonProps) {
	const input = useRef<HTMLInputElement>(null);
	useEffect(() => {
		if (isFolder) input.current!.webkitdirectory = true;
	}, [isFolder]);
	return (
		<>
			<button
				type="button"
				class={`button ${isMain ? 'main' : ''}`}
				aria-label={about === undefined ? undefined : `${text}: ${about}`}
				onClick={() => input.current?.click()}
			>
				{text}
			</button>
			<input
				ref={input}
				type="file"
				hidden
				multiple={!isSingle}
				onChange={({ currentTarget }) => {
					const chosen = readChosen(currentTarget.files!);
					// Allows choosing the same file again.
					currentTarget.value = '';
					onChosen(chosen);
				}}
			/>
		</>
	);
}

/** Takes drops anywhere on the page: otherwise the browser would open the file instead. */
function useDropped(take: (chosen: Chosen) => void, setOver: (isOver: boolean) => void): void {
	const current = useRef(take);
	current.current = take;
	useEffect(() => {
		const over = (event: DragEvent) => {
			if (!event.dataTransfer?.types.includes('Files')) return;
			event.preventDefault();
			setOver(true);
		};
		const leave = (event: DragEvent) => event.relatedTarget === null && setOver(false);
		const drop = (event: DragEvent) => {
			if (!event.dataTransfer?.types.includes('Files')) return;
			event.preventDefault();
			setOver(false);
			readDropped(event.dataTransfer)
				.then((chosen) => current.current(chosen))
				.catch(() => toast({ text: words('nothing'), kind: 'bad' }));
		};
		window.addEventListener('dragover', over);
		window.addEventListener('dragleave', leave);
		window.addEventListener('drop', drop);
		return () => {
			window.removeEventListener('dragover', over);
			window.removeEventListener('dragleave', leave);
			window.removeEventListener('drop', drop);
		};
	}, []);
}

function useStored(collection: string, onStored: () => void): void {
	const own = uploads.value.filter((one) => one.collection === collection);
	const ended = own.filter((one) => !isOpen(one));
	const before = useRef(ended.length);
	useEffect(() => {
		if (ended.length > before.current) {
			onStored();
			if (ended.length === own.length) announce(sayUploads(collection));
		}
		before.current = ended.length;
	}, [ended.length]);
}

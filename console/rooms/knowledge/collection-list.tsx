import { useState } from 'preact/hooks';
import { call } from '../../api/call';
import { may } from '../../api/session';
import { type Page, usePages } from '../../api/use-pages';
import { go, pathOf } from '../../app/router';
import { DataTable } from '../../parts/data-table';
import { Empty } from '../../parts/empty';
import { TextField } from '../../parts/fields';
import { Heading } from '../../parts/heading';
import { Link } from '../../parts/link';
import { Status } from '../../parts/status';
import { formatBytes, formatNumber } from '../../words/format';
import type { Collection } from './collection';
import { knowledgeWords as words } from './knowledge-words';

export const pathOfCollection = (name: string, ...part: string[]): string => pathOf('knowledge', 'collections', name, ...part);

export function CollectionList() {
	const pages = usePages<Collection>(
		'collections',
		(cursor, signal) => call<Page<Collection>>('GET knowledge/collections', { query: { limit: 200, cursor }, signal }),
		{ every: 15_000 },
	);
	const items = pages.items?.toSorted((one, other) => Number(other.failed > 0) - Number(one.failed > 0));
	return (
		<>
			<div class="page-head">
				<Heading>{words('title')}</Heading>
			</div>
			<DataTable
				caption={words('collections')}
				pages={{ ...pages, items }}
				keyOf={({ name }) => name}
				empty={
					<Empty title={words('none')}>
						<p>{words('noneHelp')}</p>
						{!may('knowledge:manage') && <p>{words('noneReadable')}</p>}
					</Empty>
				}
				columns={[
					{ name: 'name', title: words('name'), isMain: true, show: ({ name }) => <Link to={pathOfCollection(name)}>{name}</Link> },
					{ name: 'documents', title: words('documents'), isNumber: true, show: ({ documents }) => formatNumber(documents) },
					{
						name: 'failed',
						title: words('failed'),
						show: ({ failed }) => failed > 0 && <Status tone="bad">{words('failedOf', failed)}</Status>,
					},
					{ name: 'searched', title: words('searched'), show: sayModel },
					{ name: 'readers', title: words('readers'), show: ({ readers }) => sayNames(readers) },
					{ name: 'size', title: words('size'), isNumber: true, show: ({ bytes }) => (bytes === undefined ? '' : formatBytes(bytes)) },
				]}
			/>
			{may('knowledge:manage') && <NewCollection />}
		</>
	);
}

export const sayModel = ({ stamp: { embedding } }: Collection): string => (embedding ? words('byModel', embedding.model) : words('words'));

export const sayNames = (names: string[] | undefined): string =>
	names === undefined ? words('everybody') : names.length === 0 ? words('nobody') : names.join(', ');

function NewCollection() {
	const [name, setName] = useState('');
	return (
		<form
			class="section card"
			onSubmit={(event) => {
				event.preventDefault();
				go(pathOfCollection(name.trim()));
			}}
		>
			<h2>{words('newOne')}</h2>
			<div class="filters">
				<TextField label={words('newName')} value={name} required maxLength={200} help={words('newHelp')} onChange={setName} />
				<button type="submit" class="button" disabled={name.trim() === ''}>
					{words('go')}
				</button>
			</div>
		</form>
	);
}

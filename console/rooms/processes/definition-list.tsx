import { usePages } from '../../api/use-pages';
import { DataTable } from '../../parts/data-table';
import { Empty } from '../../parts/empty';
import { Heading } from '../../parts/heading';
import { Link } from '../../parts/link';
import { type Definition, searchEngine } from './engine';
import { processesWords as words } from './processes-words';
import { RoomParts } from './room-parts';

export function DefinitionList() {
	const pages = usePages<Definition>(
		'',
		(cursor, signal) =>
			searchEngine('process-definitions', {
				sort: [
					{ field: 'processDefinitionId', order: 'ASC' },
					{ field: 'version', order: 'DESC' },
				],
				cursor,
				signal,
			}),
		{ every: 30_000 },
	);
	return (
		<>
			<div class="page-head">
				<Heading>{words('definitions')}</Heading>
			</div>
			<RoomParts />
			<DataTable
				caption={words('definitions')}
				pages={pages}
				keyOf={({ processDefinitionKey }) => processDefinitionKey}
				empty={<Empty title={words('noDefinition')} />}
				columns={[
					{
						name: 'process',
						title: words('process'),
						isMain: true,
						show: ({ processDefinitionId, name }) => (
							<Link
								to={`processes?process=${encodeURIComponent(processDefinitionId)}`}
								aria-label={`${words('showInstances')}: ${name || processDefinitionId}`}
							>
								{name || processDefinitionId}
							</Link>
						),
					},
					{ name: 'id', title: words('id'), show: ({ processDefinitionId }) => <code>{processDefinitionId}</code> },
					{
						name: 'version',
						title: words('version'),
						isNumber: true,
						show: ({ version, versionTag }) => [version, versionTag].filter(Boolean).join(' · '),
					},
					{ name: 'key', title: words('key'), show: ({ processDefinitionKey }) => <code>{processDefinitionKey}</code> },
					{ name: 'file', title: words('file'), show: ({ resourceName }) => resourceName },
				]}
			/>
		</>
	);
}

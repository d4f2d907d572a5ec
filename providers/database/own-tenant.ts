import {
	AndNode,
	BinaryOperationNode,
	ColumnNode,
	OperationNodeTransformer,
	OperatorNode,
	ParensNode,
	PrimitiveValueListNode,
	TableNode,
	ValueListNode,
	ValueNode,
	ValuesNode,
	WhereNode,
	type DeleteQueryNode,
	type InsertQueryNode,
	type KyselyPlugin,
	type OperationNode,
	type PluginTransformQueryArgs,
	type PluginTransformResultArgs,
	type QueryResult,
	type RawNode,
	type RootOperationNode,
	type SelectQueryNode,
	type UnknownRow,
	type UpdateQueryNode,
} from 'kysely';

export interface TenantTables {
	own: readonly string[];
	common: readonly string[];
}

const heldKinds: readonly string[] = ['SelectQueryNode', 'InsertQueryNode', 'UpdateQueryNode', 'DeleteQueryNode', 'RawNode'];
const tenantColumn = ColumnNode.create('tenant');

/**
 * Limits every query, also nested ones, to one tenant's rows. Only this plugin writes `tenant`: table types lack it. PostgreSQL adds row-level
 * security. Refuses queries on several tables and raw SQL that names a table.
 */
export class OwnTenant extends OperationNodeTransformer implements KyselyPlugin {
	constructor(
		private readonly tenant: string,
		private readonly tables: TenantTables,
	) {
		super();
	}

	transformQuery({ node }: PluginTransformQueryArgs): RootOperationNode {
		if (!heldKinds.includes(node.kind)) throw unheld(`a ${node.kind}`);
		return this.transformNode(node);
	}

	transformResult({ result }: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> {
		return Promise.resolve(result);
	}

	protected override transformSelectQuery(node: SelectQueryNode): SelectQueryNode {
		refuseSeveral(node, node.setOperations);
		const select = super.transformSelectQuery(node);
		return this.#isCommon(node.from?.froms) ? select : { ...select, where: this.#within(select.where) };
	}

	protected override transformUpdateQuery(node: UpdateQueryNode): UpdateQueryNode {
		refuseSeveral(node, node.from);
		const update = super.transformUpdateQuery(node);
		return this.#isCommon([node.table]) ? update : { ...update, where: this.#within(update.where) };
	}

	protected override transformDeleteQuery(node: DeleteQueryNode): DeleteQueryNode {
		refuseSeveral(node, node.using);
		const removal = super.transformDeleteQuery(node);
		return this.#isCommon(node.from.froms) ? removal : { ...removal, where: this.#within(removal.where) };
	}

	protected override transformInsertQuery(node: InsertQueryNode): InsertQueryNode {
		const insert = super.transformInsertQuery(node);
		if (this.#isCommon([node.into])) return insert;
		const { columns, values, onConflict } = insert;
		if (!columns || !values || !ValuesNode.is(values)) throw unheld('an insertion of rows from another query');
		return {
			...insert,
			columns: [tenantColumn, ...columns],
			values: ValuesNode.create(values.values.map((row) => this.#owned(row))),
			...(onConflict?.columns && { onConflict: { ...onConflict, columns: [tenantColumn, ...onConflict.columns] } }),
		};
	}

	protected override transformRaw(node: RawNode): RawNode {
		const words = node.sqlFragments.join(' ').match(/\w+/g) ?? [];
		const named = this.tables.own.find((table) => (words as string[]).includes(table));
		if (named !== undefined || node.parameters.some(TableNode.is)) throw unheld('raw SQL that names a table');
		return super.transformRaw(node);
	}

	#isCommon(tables: ReadonlyArray<OperationNode | undefined> = []): boolean {
		const [table] = tables;
		if (tables.length !== 1 || table === undefined || !TableNode.is(table)) throw unheld('on several tables or on none');
		return this.tables.common.includes(table.table.identifier.name);
	}

	#within(where: WhereNode | undefined): WhereNode {
		const mine = BinaryOperationNode.create(tenantColumn, OperatorNode.create('='), ValueNode.create(this.tenant));
		return WhereNode.create(where ? AndNode.create(mine, ParensNode.create(where.where)) : mine);
	}

	#owned(row: ValuesNode['values'][number]): ValuesNode['values'][number] {
		if (PrimitiveValueListNode.is(row)) return PrimitiveValueListNode.create([this.tenant, ...row.values]);
		return ValueListNode.create([ValueNode.create(this.tenant), ...row.values]);
	}
}

function refuseSeveral(node: Pick<SelectQueryNode, 'with' | 'joins'>, others: unknown): void {
	if (node.with ?? node.joins ?? others) throw unheld('on several tables');
}

const unheld = (what: string) => new Error(`A query cannot be limited to one tenant: it is ${what}`);

import { Box } from 'ink';
import type { PropsWithChildren, ReactNode } from 'react';
import { DetailView } from './detail-view.tsx';
import { Line } from './line.tsx';
import { List, type ListProps } from './list.tsx';
import type { Segments } from './segments.ts';

/** A list under its head; children follow below it. */
export interface ListColumnProps extends ListProps {
  readonly head: Segments;
  /** Stands in place of the rows while there are none. */
  readonly empty?: readonly Segments[];
}

/** Draws a list under its head, as high as its height says even where it is empty. */
export function ListColumn(props: PropsWithChildren<ListColumnProps>): ReactNode {
  const { head, empty = [], children, ...list } = props;
  const { ids, width, height } = list;
  return (
    <Box flexDirection="column" width={width} flexShrink={0}>
      <Line segments={head} width={width} />
      {ids.length === 0 ? (
        <DetailView lines={empty} top={0} width={width} height={height} />
      ) : (
        <List {...list} />
      )}
      {children}
    </Box>
  );
}

/** A list of lines that are at hand, such as facets. */
export interface ItemColumnProps<Item> extends Omit<ListColumnProps, 'ids' | 'renderRow'> {
  readonly items: readonly Item[];
  /** @param width the cells that a line has */
  readonly segmentsOf: (item: Item, width: number) => Segments;
}

/** Draws lines that are at hand under their head. */
export function ItemColumn<Item extends { readonly id: string }>({
  items,
  segmentsOf,
  ...column
}: ItemColumnProps<Item>): ReactNode {
  const byId = new Map(items.map((item) => [item.id, item]));
  return (
    <ListColumn
      {...column}
      ids={[...byId.keys()]}
      renderRow={(id, cells) => {
        const item = byId.get(id);
        return item === undefined ? [] : [segmentsOf(item, cells)];
      }}
    />
  );
}

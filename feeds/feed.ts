/** What those outside import of a feed, with the names that the catalogue has. */
export type { Feed, FeedName } from './catalogue.ts';
export {
  type ConversionContext,
  defaultContext,
  type FeedSide,
  type RowReader,
  type SourceHead,
} from './contract.ts';

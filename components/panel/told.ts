import type { Section } from '../../lib/domain/panel-state';
import type { SearchQuery } from '../../lib/domain/search';

/** What a part of the panel needs to tell what its connections did not do. */
export interface Told {
  sections: readonly Section[];
  /** What they were asked, as `explain` takes it. */
  asked: string;
  /** What the sections answer, where that is a search. */
  query?: SearchQuery;
  /** True where articles or pipelines are on the screen: what arrives later stands below them and moves nothing. */
  isShowing: boolean;
}

/** Stands where an article will be, as high as it is. */
export function SkeletonCard() {
  return (
    <div class="card is-skeleton">
      <i class="line is-title" />
      <i class="line is-meta" />
      <i class="line is-control" />
      <i class="line is-control" />
      <i class="line is-meta" />
    </div>
  );
}

/** Before anything is known. */
export function SkeletonCards() {
  return (
    <div class="cards" aria-hidden="true">
      <SkeletonCard />
      <SkeletonCard />
    </div>
  );
}

/** The panel before it knows anything: the same places, empty. */
export function Skeleton() {
  return (
    <>
      <h1 class="visually-hidden">Dealside</h1>
      <div class="who" aria-hidden="true">
        <div class="person">
          <div class="face" />
          <div class="names">
            <i class="line is-title" />
            <i class="line is-meta" />
          </div>
        </div>
      </div>
      <div class="bar" aria-hidden="true">
        <i class="line is-meta" />
      </div>
      <SkeletonCards />
    </>
  );
}

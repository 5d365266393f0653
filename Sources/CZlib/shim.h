// Streaming inflate, for what is too large to hold. Only the Git module imports this.
#ifndef LAPWING_ZLIB_SHIM_H
#define LAPWING_ZLIB_SHIM_H

#include <zlib.h>

// A macro that passes the size of a structure, which Swift does not see.
static inline int lapwing_inflate_init(z_stream *stream) { return inflateInit(stream); }

#endif

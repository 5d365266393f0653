// Whole-buffer inflating of git objects. Only the Git module imports this.
#ifndef LAPWING_DEFLATE_SHIM_H
#define LAPWING_DEFLATE_SHIM_H

#include <libdeflate.h>

#endif

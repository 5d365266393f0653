// PCRE2 with 8-bit code units. Only the Patterns module imports this.
#ifndef LAPWING_PCRE2_SHIM_H
#define LAPWING_PCRE2_SHIM_H

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#endif
